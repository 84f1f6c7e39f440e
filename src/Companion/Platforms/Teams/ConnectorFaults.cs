using System.Net;
using System.Text.Json;
using Companion.Chat;

namespace Companion.Platforms.Teams;

/// <summary>What the Connector's refusals mean.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis</remarks>
internal static class ConnectorFaults
{
    // A wrong registration is mended by a person.
    private static readonly TimeSpan ForAPerson = TimeSpan.FromMinutes(15);

    public static bool IsWorthAnotherTry(HttpStatusCode status) => status is HttpStatusCode.PreconditionFailed or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    public static SendException Sort(HttpStatusCode status, JsonElement body, TimeSpan? after)
    {
        var code = Code(status, body);
        return status switch
        {
            HttpStatusCode.Unauthorized => new(SendFault.Retry, code, ForAPerson),
            HttpStatusCode.Forbidden when code.EndsWith("BotDisabledByAdmin", StringComparison.Ordinal) => new(SendFault.Disconnected, code),
            HttpStatusCode.Forbidden when code.EndsWith("InvalidBotApiHost", StringComparison.Ordinal) => new(SendFault.Bug, code),
            HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone => new(SendFault.Unreachable, code),
            _ when IsWorthAnotherTry(status) || (int)status >= 500 && status != HttpStatusCode.NotImplemented => new(SendFault.Retry, code, after),
            HttpStatusCode.RequestTimeout => new(SendFault.Retry, code, after),
            _ => new(SendFault.Bug, code),
        };
    }

    // Only what looks like a code: the rest of an answer may repeat what people wrote.
    private static string Code(HttpStatusCode status, JsonElement body)
    {
        var code = body.Text("error", "code");
        return code is { Length: > 0 and <= 60 } && code.All(char.IsAsciiLetterOrDigit) ? $"{(int)status} {code}" : $"{(int)status}";
    }
}
