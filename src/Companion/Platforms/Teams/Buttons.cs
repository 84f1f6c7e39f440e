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

    /// <summary>Another step of a long form: the line with the inputs, which are kept and not submitted yet.</summary>
    public const string Step = "step";

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
                One(into, new(Say, button.Label, Style(button.Style), new(button.Command, 1), into.Frame.Here, TakesInputs: false));
            End(into);
        }
    }

    /// <summary>The last row: other pages, and back to where one came from.</summary>
    public static void WriteWays(Elements into, int pages)
    {
        var frame = into.Frame;
        if (frame.Here is { } here && frame.Page > 1)
            One(into, new(Show, "Earlier", null, here with { Page = frame.Page - 1 }, frame.Back, TakesInputs: false));
        if (frame.Here is { } there && frame.Page < pages)
            One(into, new(Show, "More", null, there with { Page = frame.Page + 1 }, frame.Back, TakesInputs: false));
        if (frame.Back is { } back)
            One(into, new(Show, "Back", null, back, null, TakesInputs: false));
    }

    /// <param name="kept">What was filled in on other steps.</param>
    public static void WriteSubmit(Elements into, Form form, int step, int steps, IReadOnlyCollection<(string Name, string Value)> kept)
    {
        var frame = into.Frame;
        Begin(into);
        if (step < steps)
            One(into, new(Step, "Next", "positive", new(form.Command, step + 1), frame.Back, TakesInputs: true) { Kept = kept });
        else
            One(into, new(Submit, form.Submit, "positive", new(form.Command, 1), frame.Back, TakesInputs: true) { Kept = kept });
        if (step > 1)
            One(into, new(Step, "Previous", null, new(form.Command, step - 1), frame.Back, TakesInputs: true) { Kept = kept });
        if (frame.Back is { } back)
            One(into, new(Show, "Cancel", null, back, null, TakesInputs: false));
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

    private static void One(Elements into, Pressable button)
    {
        var json = into.Json;
        json.WriteStartObject();
        if (into.Frame.IsDialog)
        {
            json.WriteString("type", "Action.Submit");
            Common(json, button);
            json.WriteEndObject();
            return;
        }

        json.WriteString("type", "Action.Execute");
        json.WriteString(Verb, button.Verb);
        Common(json, button);
        json.WriteStartObject("fallback");
        json.WriteString("type", "Action.Submit");
        Common(json, button);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Common(Utf8JsonWriter json, Pressable button)
    {
        json.WriteString("title", Markdown.Plain(button.Label));
        if (button.Style is { } style)
            json.WriteString("style", style);
        if (!button.TakesInputs)
            json.WriteString("associatedInputs", "none");
        json.WritePropertyName("data");
        Data(json, button.Verb, button.To, button.From, button.Kept);
    }

    public static void Data(Utf8JsonWriter json, string verb, Origin to, Origin? from, IReadOnlyCollection<(string Name, string Value)>? kept = null)
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
        foreach (var (name, value) in kept ?? [])
            json.WriteString(Field + name, value);
        json.WriteEndObject();
    }

    private static string? Style(ButtonStyle style) => style switch
    {
        ButtonStyle.Normal => null,
        ButtonStyle.Primary => "positive",
        ButtonStyle.Danger => "destructive",
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "Unknown style."),
    };

    /// <param name="From">Where it was pressed.</param>
    private sealed record Pressable(string Verb, string Label, string? Style, Origin To, Origin? From, bool TakesInputs)
    {
        public IReadOnlyCollection<(string Name, string Value)> Kept { get; init; } = [];
    }
}
