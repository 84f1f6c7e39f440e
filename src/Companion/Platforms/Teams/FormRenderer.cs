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

    private const string ByCommas = "separated by commas.";

    // Half a card: the other half is for what was filled in, here and on other steps.
    private const int LargestStep = 12 * 1024;

    // A choice is one line; what explains it at length stays out.
    private const int LongestSaying = 60;

    /// <summary>The form as it is asked, or again with what is wrong and what was typed. One that is too long for a card has steps; what was filled in on the others travels with the buttons.</summary>
    /// <param name="typed">The values as they were submitted; null for a form nobody filled in yet.</param>
    /// <returns>Null when what was typed, or one field alone, is more than a card of Teams holds.</returns>
    public static byte[]? Render(Form form, Frame frame, ImmutableSortedDictionary<string, string> errors, ImmutableSortedDictionary<string, string>? typed)
    {
        var filled = typed is null ? form : form with { Fields = [.. form.Fields.Select(f => f with { Initial = typed.GetValueOrDefault(f.Name, "") })] };
        var whole = Write(filled, .., 1, 1, frame, errors);
        // A dialog is no message: it scrolls.
        if (whole.Length <= Renderer.Largest || frame.IsDialog)
            return whole;

        var steps = Steps(form, frame);
        var wrong = steps.FindIndex(s => form.Fields[s].Any(f => errors.ContainsKey(f.Name)));
        var step = wrong >= 0 ? wrong + 1 : Math.Clamp(frame.Step, 1, steps.Count);
        var one = Write(filled, steps[step - 1], step, steps.Count, frame, errors);
        return one.Length <= Renderer.Largest ? one : null;
    }

    /// <summary>The fields step by step. They depend on the form alone, so that each step finds the others where they were.</summary>
    private static List<Range> Steps(Form form, Frame frame)
    {
        using var all = new Elements { Frame = frame };
        foreach (var field in form.Fields)
        {
            // As an element: what explains a field stays beside it.
            Input(field with { Initial = null }, all);
            if (field.Hint is { } hint)
                Text.Write(all.Json, Markdown.Escape(hint));
            all.End();
        }

        return [.. all.Pages(LargestStep)];
    }

    private static byte[] Write(Form form, Range shown, int step, int steps, Frame frame, ImmutableSortedDictionary<string, string> errors)
    {
        using var body = new Elements { Frame = frame };
        Renderer.Write(body, Markdown.Escape(form.Title), size: "Large", weight: "Bolder", style: "heading");
        if (steps > 1)
            Renderer.Write(body, $"Step {step} of {steps}", size: "Small", weight: "Bolder", spacing: "Small");
        if (!form.Intro.Inlines.IsEmpty && step == 1)
            Renderer.Write(body, LineRenderer.Render(form.Intro, body), subtle: true, spacing: "Small");
        // What is about no field of this form is said above all of them.
        foreach (var (_, says) in errors.Where(e => form.Fields.All(f => f.Name != e.Key)))
            Error(body, says);
        var fields = form.Fields[shown];
        foreach (var field in fields)
            Render(field, errors.GetValueOrDefault(field.Name), body);
        Buttons.WriteSubmit(body, form, step, steps, [.. form.Fields.Except(fields).Where(f => f.Initial is { Length: > 0 }).Select(f => (f.Name, f.Initial!))]);
        return Renderer.Whole(body, .., frame with { Back = null, Line = null }, 1);
    }

    private static void Render(FormField field, string? error, Elements into)
    {
        Input(field, into);
        into.End();
        if (Hint(field, into.Frame) is { } hint)
            Renderer.Write(into, Markdown.Escape(hint), size: "Small", subtle: true, spacing: "Small");
        if (error is not null)
            Error(into, error);
    }

    // Where names are chosen, how to write several is no help.
    private static string? Hint(FormField field, Frame frame) =>
        field.Kind == FieldKind.People && frame.Choosable is not null && field.Hint?.IndexOf(ByCommas, StringComparison.Ordinal) is >= 0 and var at
            ? field.Hint[(at + ByCommas.Length)..].Trim() is { Length: > 0 } rest ? rest : null
            : field.Hint;

    private static void Error(Elements into, string says) => Renderer.Write(into, $"⚠ {Markdown.Escape(says)}", weight: "Bolder", color: "Attention", spacing: "Small");

    private static void Input(FormField field, Elements into)
    {
        var (json, names) = (into.Json, field.Kind == FieldKind.People ? into.Frame.Choosable : null);
        json.WriteStartObject();
        json.WriteString("type", names is null ? Type(field) : "Input.ChoiceSet");
        json.WriteString("id", Buttons.Field + field.Name);
        json.WriteString("label", Markdown.Plain(field.Label));
        json.WriteString("spacing", "Medium");
        if (field.Required)
        {
            json.WriteBoolean("isRequired", true);
            json.WriteString("errorMessage", names is not null ? "Choose somebody." : field.Kind is FieldKind.Choice or FieldKind.Choices ? "Choose one." : "This is needed.");
        }

        switch (field.Kind)
        {
            case FieldKind.People when names is not null:
                Chosen(field, names, json);
                break;
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

    // What was there before or was typed elsewhere can be chosen again, whoever else is on the list.
    private static void Chosen(FormField field, Choosable names, Utf8JsonWriter json)
    {
        var chosen = (field.Initial ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        json.WriteString("style", "filtered");
        json.WriteBoolean("isMultiSelect", true);
        json.WriteString("placeholder", field.TakesGroups ? "Type a name or a group" : "Type a name");
        json.WriteStartArray("choices");
        foreach (var name in chosen.Concat(field.TakesGroups ? names.Everybody : names.People).Distinct(StringComparer.Ordinal))
            Choice(new(name, name), json);
        json.WriteEndArray();
        if (field.TakesGroups ? names.MoreOfEverybody : names.MorePeople)
        {
            json.WriteStartObject("choices.data");
            json.WriteString("type", "Data.Query");
            json.WriteString("dataset", field.TakesGroups ? PeopleChoices.Invitees : PeopleChoices.People);
            json.WriteEndObject();
        }

        if (chosen.Length > 0)
            json.WriteString("value", string.Join(',', chosen));
    }

    private static void Choice(FormOption option, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("title", Markdown.Plain(option.Says is { Length: > 0 and <= LongestSaying } says ? $"{option.Label}: {says}" : option.Label));
        json.WriteString("value", option.Value);
        json.WriteEndObject();
    }
}
