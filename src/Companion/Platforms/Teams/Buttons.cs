using System.Text.Json;
using Companion.Messages;

namespace Companion.Platforms.Teams;

/// <summary>Buttons: Action.Execute, which answers in place, and for older clients the same as Action.Submit, which comes as a message.</summary>
/// <remarks>https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model</remarks>
internal static class Buttons
{
    /// <summary>A line that was pressed.</summary>
    public const string Say = "say";

    /// <summary>A form that was submitted: the line with the inputs.</summary>
    public const string Submit = "submit";

    /// <summary>A card shown again: the line, or the message itself.</summary>
    public const string Show = "show";

    /// <summary>The names of what a button carries; inputs are told apart by their prefix.</summary>
    public const string Verb = "verb";
    public const string Line = "line";
    public const string Page = "page";
    public const string From = "from";
    public const string FromPage = "fromPage";
    public const string Field = "f.";

    // Teams puts what is more than this behind "...".
    private const int InRow = 6;

    public static void Write(Elements into, IReadOnlyList<Button> buttons)
    {
        foreach (var row in buttons.Chunk(InRow))
        {
            Begin(into);
            foreach (var button in row)
                Write(into, Say, button.Label, Style(button.Style), new(button.Command, 1), into.Frame.Here, takesInputs: false);
            End(into);
        }
    }

    /// <summary>The last row: other pages, and back to where one came from.</summary>
    public static void WriteWays(Elements into, int pages)
    {
        var frame = into.Frame;
        if (frame.Here is { } here && frame.Page > 1)
            Write(into, Show, "Earlier", null, here with { Page = frame.Page - 1 }, frame.Back, takesInputs: false);
        if (frame.Here is { } there && frame.Page < pages)
            Write(into, Show, "More", null, there with { Page = frame.Page + 1 }, frame.Back, takesInputs: false);
        if (frame.Back is { } back)
            Write(into, Show, "Back", null, back, null, takesInputs: false);
    }

    public static void WriteSubmit(Elements into, Form form)
    {
        Begin(into);
        Write(into, Submit, form.Submit, "positive", new(form.Command, 1), into.Frame.Back, takesInputs: true);
        if (into.Frame.Back is { } back)
            Write(into, Show, "Cancel", null, back, null, takesInputs: false);
        End(into);
    }

    public static void Begin(Elements into)
    {
        into.Json.WriteStartObject();
        into.Json.WriteString("type", "ActionSet");
        into.Json.WriteStartArray("actions");
    }

    public static void End(Elements into)
    {
        into.Json.WriteEndArray();
        into.Json.WriteEndObject();
        into.End();
    }

    private static void Write(Elements into, string verb, string label, string? style, Origin to, Origin? from, bool takesInputs)
    {
        var json = into.Json;
        json.WriteStartObject();
        json.WriteString("type", "Action.Execute");
        json.WriteString(Verb, verb);
        Common(json, verb, label, style, to, from, takesInputs);
        json.WriteStartObject("fallback");
        json.WriteString("type", "Action.Submit");
        Common(json, verb, label, style, to, from, takesInputs);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Common(Utf8JsonWriter json, string verb, string label, string? style, Origin to, Origin? from, bool takesInputs)
    {
        json.WriteString("title", Markdown.Plain(label));
        if (style is not null)
            json.WriteString("style", style);
        if (!takesInputs)
            json.WriteString("associatedInputs", "none");
        json.WritePropertyName("data");
        Data(json, verb, to, from);
    }

    public static void Data(Utf8JsonWriter json, string verb, Origin to, Origin? from)
    {
        json.WriteStartObject();
        json.WriteString(Verb, verb);
        json.WriteString(Line, to.Line);
        if (to.Page > 1)
            json.WriteNumber(Page, to.Page);
        if (from is not null)
            json.WriteString(From, from.Line);
        if (from?.Page > 1)
            json.WriteNumber(FromPage, from.Page);
        json.WriteEndObject();
    }

    private static string? Style(ButtonStyle style) => style switch
    {
        ButtonStyle.Normal => null,
        ButtonStyle.Primary => "positive",
        ButtonStyle.Danger => "destructive",
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "Unknown style."),
    };
}
