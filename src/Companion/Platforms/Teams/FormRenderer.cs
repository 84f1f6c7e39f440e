using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Companion.Messages;

namespace Companion.Platforms.Teams;

/// <summary>A form inline in the conversation: the client checks what it can, what the command says about a field stands at the field, and what was typed is kept.</summary>
/// <remarks>https://learn.microsoft.com/adaptive-cards/authoring-cards/input-validation</remarks>
internal static class FormRenderer
{
    /// <summary>The choice that leaves a question open: an empty value cannot be chosen, and a radio button cannot be taken back.</summary>
    public const string NoAnswer = "∅";

    private const int RadiosAtMost = 4;
    private const int ShortLabel = 24;

    // A choice is one line; what explains it at length stays out.
    private const int LongestSaying = 60;

    public static byte[] Render(Form form, Frame frame) => Render(form, frame, ImmutableSortedDictionary<string, string>.Empty, null);

    /// <summary>The form again with what is wrong and what was typed.</summary>
    /// <param name="typed">The values as they were submitted; null for a form nobody filled in yet.</param>
    public static byte[] Render(Form form, Frame frame, ImmutableSortedDictionary<string, string> errors, ImmutableSortedDictionary<string, string>? typed)
    {
        var filled = typed is null ? form : form with { Fields = [.. form.Fields.Select(f => f with { Initial = typed.GetValueOrDefault(f.Name, "") })] };
        var whole = Write(filled, frame, errors);
        // A form cannot have pages. What explains goes first; what asks stays.
        return whole.Length <= Renderer.Largest ? whole : Write(Terse(filled), frame, errors);
    }

    private static Form Terse(Form form) => form with { Fields = [.. form.Fields.Select(f => f with { Hint = null, Options = [.. f.Options.Select(o => o with { Says = null })] })] };

    private static byte[] Write(Form form, Frame frame, ImmutableSortedDictionary<string, string> errors)
    {
        using var body = new Elements { Frame = frame };
        Renderer.Write(body, Markdown.Escape(form.Title), size: "Large", weight: "Bolder", style: "heading");
        if (!form.Intro.Inlines.IsEmpty)
            Renderer.Write(body, LineRenderer.Render(form.Intro, body), subtle: true, spacing: "Small");
        // What is about no field of this form is said above all of them.
        foreach (var (_, says) in errors.Where(e => form.Fields.All(f => f.Name != e.Key)))
            Error(body, says);
        foreach (var field in form.Fields)
            Render(field, errors.GetValueOrDefault(field.Name), body);
        Buttons.WriteSubmit(body, form);
        return Renderer.Whole(body, .., frame with { Back = null, Line = null }, 1);
    }

    private static void Render(FormField field, string? error, Elements into)
    {
        Input(field, into.Json);
        into.End();
        if (field.Hint is { } hint)
            Renderer.Write(into, Markdown.Escape(hint), size: "Small", subtle: true, spacing: "Small");
        if (error is not null)
            Error(into, error);
    }

    private static void Error(Elements into, string says) => Renderer.Write(into, Markdown.Escape(says), weight: "Bolder", color: "Attention", spacing: "Small");

    private static void Input(FormField field, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", Type(field));
        json.WriteString("id", Buttons.Field + field.Name);
        json.WriteString("label", Markdown.Plain(field.Label));
        json.WriteString("spacing", "Medium");
        if (field.Required)
        {
            json.WriteBoolean("isRequired", true);
            json.WriteString("errorMessage", field.Kind is FieldKind.Choice or FieldKind.Choices ? "Choose one." : "This is needed.");
        }

        switch (field.Kind)
        {
            case FieldKind.Text or FieldKind.LongText or FieldKind.People:
                Typed(field, json);
                break;
            case FieldKind.Number when IsNumber(field.Initial, out var number):
                if (number is { } value)
                    json.WriteNumber("value", value);
                break;
            case FieldKind.Number:
                Typed(field, json);
                break;
            case FieldKind.Day:
                if (DateOnly.TryParseExact(field.Initial, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                    json.WriteString("value", field.Initial);
                break;
            case FieldKind.Choice or FieldKind.Choices:
                Choices(field, json);
                break;
            default:
                throw new UnreachableException();
        }

        json.WriteEndObject();
    }

    // A number that is none can only be shown again where text is typed.
    private static string Type(FormField field) => field.Kind switch
    {
        FieldKind.Text or FieldKind.LongText or FieldKind.People => "Input.Text",
        FieldKind.Number => IsNumber(field.Initial, out _) ? "Input.Number" : "Input.Text",
        FieldKind.Day => "Input.Date",
        FieldKind.Choice or FieldKind.Choices => "Input.ChoiceSet",
        _ => throw new UnreachableException(),
    };

    private static bool IsNumber(string? initial, out decimal? number)
    {
        number = decimal.TryParse(initial, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;
        return number is not null || string.IsNullOrEmpty(initial);
    }

    private static void Typed(FormField field, Utf8JsonWriter json)
    {
        if (field.Kind == FieldKind.LongText)
            json.WriteBoolean("isMultiline", true);
        if (field.MaxLength is { } most)
            json.WriteNumber("maxLength", most);
        if (!string.IsNullOrEmpty(field.Initial))
            json.WriteString("value", field.Initial);
    }

    private static void Choices(FormField field, Utf8JsonWriter json)
    {
        var many = field.Kind == FieldKind.Choices;
        var options = field.Options;
        var few = options.Length <= RadiosAtMost && options.All(o => o.Label.Length <= ShortLabel);
        json.WriteString("style", many || few ? "expanded" : "compact");
        json.WriteBoolean("isMultiSelect", many);
        json.WriteBoolean("wrap", true);
        if (!many && !few)
            json.WriteString("placeholder", "Choose");
        json.WriteStartArray("choices");
        foreach (var option in options)
            Choice(option, json);
        if (!many && !field.Required)
            Choice(new(NoAnswer, "No answer"), json);
        json.WriteEndArray();
        if (!string.IsNullOrEmpty(field.Initial))
            json.WriteString("value", field.Initial);
    }

    private static void Choice(FormOption option, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("title", Markdown.Plain(option.Says is { Length: > 0 and <= LongestSaying } says ? $"{option.Label}: {says}" : option.Label));
        json.WriteString("value", option.Value);
        json.WriteEndObject();
    }
}
