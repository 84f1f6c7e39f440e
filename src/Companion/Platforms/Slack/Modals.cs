using System.Text.Json.Nodes;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>Views that are shown above the conversation: forms, and cards where there is no message to answer with.</summary>
internal static class Modals
{
    private const string Title = "Companion";

    /// <summary>A step of a form; a card that says why where it does not fit.</summary>
    public static JsonObject Form(Form form, ViewState state, Func<string, string?> userNamed, IReadOnlyDictionary<string, string>? errors = null) =>
        state.Write() is { } metadata
            ? FormRenderer.Modal(form, state.Step, metadata, userNamed, state.Kept, errors)
            : Card(Messages.Card.Say("This form is too long for Slack", Part.Says("What was filled in so far is more than Slack keeps between two steps. Shorten it, or use the dashboard's own chat.")), Look.Plain(Surface.Modal), new(form.Command));

    public static JsonObject Card(Card card, Look look, ViewState state, int page = 1)
    {
        // A line that is too long to be found again has one page.
        var metadata = state.Write();
        return new()
        {
            ["type"] = "modal",
            ["callback_id"] = "card",
            ["title"] = Block.Plain(Title),
            ["close"] = Block.Plain("Close"),
            ["private_metadata"] = metadata ?? "",
            ["blocks"] = Block.Array(Pages.Of(Renderer.Blocks(card, look), page, PageSource.Of(state.Line), look).Select(b => b.Json)),
        };
    }
}

/// <summary>How a card is found again when its page is turned.</summary>
internal static class PageSource
{
    /// <summary>The cards of the message that the button stands in.</summary>
    public const string Message = "message";

    private const string LinePrefix = "line ";
    private const int LongestLine = 1900;

    /// <summary>What answered this line is answered again: showing changes nothing.</summary>
    public static string Of(string line) => $"{LinePrefix}{(line.Length > LongestLine ? "help" : line)}";

    public static string? LineOf(string source) => source.StartsWith(LinePrefix, StringComparison.Ordinal) ? source[LinePrefix.Length..] : null;
}
