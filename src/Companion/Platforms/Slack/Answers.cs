using System.Text.Json.Nodes;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>Replies in the shapes that Slack takes: the body of an answer to a request, or a message to post.</summary>
internal static class Answers
{
    public static readonly JsonObject? Nothing;

    /// <summary>The answer to a slash command: for the person alone, unless it is meant for everybody.</summary>
    public static JsonObject Ephemeral(Card card, Look look, string line, bool forEveryone = false)
    {
        var message = Renderer.Message(card, look, PageSource.Of(line));
        message["response_type"] = forEveryone ? "in_channel" : "ephemeral";
        return message;
    }

    public static JsonObject Says(string text) => new() { ["response_type"] = "ephemeral", ["text"] = SlackText.Escape(text) };

    public static JsonObject Errors(IEnumerable<KeyValuePair<string, string>> byBlock)
    {
        var errors = new JsonObject();
        foreach (var (block, text) in byBlock)
            errors[block] = SlackText.Clip(text, 2000);
        return new() { ["response_action"] = "errors", ["errors"] = errors };
    }

    public static JsonObject View(string action, JsonObject view) => new() { ["response_action"] = action, ["view"] = view };

    /// <summary>The card of a reply that shows one; null for a form or its errors.</summary>
    public static Card? CardOf(Reply reply) => reply switch
    {
        Reply.Show show => show.Card,
        Reply.Done done => done.Card,
        Reply.OpenForm or Reply.FieldErrors => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static bool IsForEveryone(Reply reply) => reply is Reply.Show { Audience: Audience.Everyone };
}
