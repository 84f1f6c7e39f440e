using System.Linq;
using System.Reflection;

namespace Companion.Analyzers;

/// <summary>The ids of all rules. An id is never reused for another meaning.</summary>
public static class RuleIds
{
    public const string ClientCreated = "PD1001";
    public const string ClientHeld = "PD1002";
    public const string SdkUsed = "PD1003";
    public const string LeakyPort = "PD2001";
    public const string ExposedType = "PD2002";
    public const string ExceptionHandled = "PD2003";
    public const string VendorName = "PD2004";
    public const string Endpoint = "PD3001";
    public const string Credential = "PD3002";
    public const string SingleGateway = "PD3003";
    public const string ClientRegistered = "PD4001";
    public const string NoSwapPath = "PD4002";
    public const string ConcreteAdapter = "PD4003";
    public const string Summary = "PD9001";
    public const string InvalidEntry = "PD9002";
    public const string StaleBaseline = "PD9003";

    /// <summary>The page that explains the rule, in the repository that the build was told of, else as a path in it; it lies in the package too, under <c>docs</c>.</summary>
    public static string HelpLink(string id) => $"{Repository}analyzers/rules/{id}.md";

    private static readonly string Repository =
        typeof(RuleIds).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "RepositoryUrl")?.Value is { Length: > 0 } url ? url.TrimEnd('/') + "/blob/main/" : "";
}
