using System.Text.Encodings.Web;
using System.Text.Json;

namespace Companion.Platforms.Slack;

internal static class SlackJson
{
    /// <summary>Letters of every script as themselves: it goes to Slack, never into a page.</summary>
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
