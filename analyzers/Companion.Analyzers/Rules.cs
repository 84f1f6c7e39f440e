using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers;

/// <summary>The descriptors of all rules: title, message with the way out, and the severity they start with.</summary>
public static class Rules
{
    private const string Category = "Decentralization";
    private const string WayOut = "Depend on a port such as '{4}' and keep the SDK in an adapter.";

    public static readonly DiagnosticDescriptor ClientCreated = new(
        RuleIds.ClientCreated, "Centralized client created outside an adapter", "'{0}' creates '{1}' ({2}, {3}). " + WayOut,
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.ClientCreated));

    public static readonly DiagnosticDescriptor ClientHeld = new(
        RuleIds.ClientHeld, "Centralized client held by neutral code", "'{0}' holds '{1}' ({2}, {3}). " + WayOut,
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.ClientHeld));

    public static readonly DiagnosticDescriptor SdkUsed = new(
        RuleIds.SdkUsed, "Centralized SDK used in neutral code", "'{0}' uses '{1}' ({2}, {3}). " + WayOut,
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.SdkUsed));

    public static readonly DiagnosticDescriptor LeakyPort = new(
        RuleIds.LeakyPort, "Port leaks vendor types",
        "'{0}' speaks '{1}' ({2}, {3}), so only that vendor can implement it. Use a record of your own, as a port such as '{4}' would.",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.LeakyPort));

    public static readonly DiagnosticDescriptor ExposedType = new(
        RuleIds.ExposedType, "Public type exposes vendor types",
        "'{0}' exposes '{1}' ({2}, {3}) to its callers. Map it to a type of your own behind a port such as '{4}'.",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.ExposedType));

    public static readonly DiagnosticDescriptor ExceptionHandled = new(
        RuleIds.ExceptionHandled, "Vendor exception handled in neutral code",
        "'{0}' handles '{1}' ({2}, {3}). Translate it in the adapter behind a port such as '{4}'.",
        Category, DiagnosticSeverity.Info, true, helpLinkUri: RuleIds.HelpLink(RuleIds.ExceptionHandled));

    public static readonly DiagnosticDescriptor VendorName = new(
        RuleIds.VendorName, "Vendor name in neutral code",
        "'{0}' carries the name '{1}' ({2}, {3}) into the domain. Name what it means there, as a port such as '{4}' does.",
        Category, DiagnosticSeverity.Info, false, helpLinkUri: RuleIds.HelpLink(RuleIds.VendorName));

    public static readonly DiagnosticDescriptor Endpoint = new(
        RuleIds.Endpoint, "Hard-coded centralized endpoint",
        "'{0}' hard-codes '{1}' ({2}, {3}). Read it from configuration, or keep it in the adapter of a port such as '{4}'.",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.Endpoint));

    public static readonly DiagnosticDescriptor Credential = new(
        RuleIds.Credential, "Hard-coded credential or connection string",
        "'{0}' holds a credential marked '{1}' ({2}, {3}) in source. Revoke it and read it from configuration; '{4}' must not need it here.",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.Credential));

    public static readonly DiagnosticDescriptor SingleGateway = new(
        RuleIds.SingleGateway, "Decentralized protocol through one central gateway",
        "'{0}' reaches an open network only through '{1}' ({2}, {3}). Take a list of at least two from options, behind a port such as '{4}'.",
        Category, DiagnosticSeverity.Info, true, helpLinkUri: RuleIds.HelpLink(RuleIds.SingleGateway));

    public static readonly DiagnosticDescriptor ClientRegistered = new(
        RuleIds.ClientRegistered, "Centralized client registered without an adapter",
        "'{0}' registers '{1}' ({2}, {3}) but no adapter takes it. Register a port such as '{4}' with an adapter.",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.ClientRegistered),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NoSwapPath = new(
        RuleIds.NoSwapPath, "Capability has no swap path",
        "'{0}' has one adapter, '{1}' ({2}, {3}). A second one, such as {4}, makes the swap real.",
        Category, DiagnosticSeverity.Hidden, true, helpLinkUri: RuleIds.HelpLink(RuleIds.NoSwapPath),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ConcreteAdapter = new(
        RuleIds.ConcreteAdapter, "Concrete adapter used instead of its port",
        "'{0}' asks for or registers '{1}' ({2}, {3}) itself. Use its port '{4}' instead.",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.ConcreteAdapter));

    public static readonly DiagnosticDescriptor Summary = new(
        RuleIds.Summary, "Readiness summary", "{0}: {1} findings, {2} ports, {3} adapters",
        Category, DiagnosticSeverity.Hidden, true, helpLinkUri: RuleIds.HelpLink(RuleIds.Summary),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor InvalidEntry = new(
        RuleIds.InvalidEntry, "Invalid catalogue or baseline entry", "{0}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.InvalidEntry));

    public static readonly DiagnosticDescriptor StaleBaseline = new(
        RuleIds.StaleBaseline, "Stale baseline entry", "'{0}' is no longer found. Remove the line: the baseline only shrinks.",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: RuleIds.HelpLink(RuleIds.StaleBaseline),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        ClientCreated, ClientHeld, SdkUsed, LeakyPort, ExposedType, ExceptionHandled, VendorName, Endpoint, Credential,
        SingleGateway, ClientRegistered, NoSwapPath, ConcreteAdapter, Summary, InvalidEntry, StaleBaseline);
}
