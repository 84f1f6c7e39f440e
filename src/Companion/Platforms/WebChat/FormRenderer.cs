using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Companion.Messages;

namespace Companion.Platforms.WebChat;

/// <summary>A form as HTML: every question has its label, hint and a place for its error, tied together for screen readers.</summary>
/// <remarks>The browser checks nothing: what is wrong with an answer is said by the command, in the same words everywhere.</remarks>
internal static class FormRenderer
{
    // More than this is quicker to find in a list than among radio buttons.
    private const int RadiosAtMost = 7;

    // Options as short as these stand side by side.
    private const int ShortLabel = 16;
    private const int Number = 4;

    public static string Render(Form form, string intro) => $"""
        <form class="form" data-command="{Html.Text(form.Command)}" aria-labelledby="form-title" novalidate>
        <h2 id="form-title" dir="auto">{Html.Text(form.Title)}</h2>
        {(intro.Length > 0 ? $"<p class=\"intro\" dir=\"auto\">{intro}</p>\n" : "")}{string.Concat(form.Fields.Select(Render))}<div class="actions">
        <button type="submit" class="button primary" dir="auto">{Html.Text(form.Submit)}</button>
        </div>
        </form>
        """;

    private static string Render(FormField field, int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"field-{number}");
        var name = Html.Text(field.Name);
        var asks = Html.Text(field.Label) + (field.Required ? " <span class=\"required\">required</span>" : "");
        var hint = field.Hint is { } text ? $"<p class=\"hint\" id=\"{id}-hint\" dir=\"auto\">{Html.Text(text)}</p>\n" : "";
        var error = $"<p class=\"error\" id=\"{id}-error\" dir=\"auto\" hidden></p>";
        var described = $"aria-describedby=\"{(field.Hint is null ? "" : $"{id}-hint ")}{id}-error\"";

        return IsGroup(field)
            ? $"""
                <fieldset class="field{Row(field)}" data-field="{name}" {described}{Role(field)}>
                <legend dir="auto">{asks}</legend>
                {hint}{string.Concat(Options(field).Select((option, place) => Pick(field, option, $"{id}-{place}")))}{error}
                </fieldset>

                """
            : $"""
                <div class="field" data-field="{name}">
                <label for="{id}" dir="auto">{asks}</label>
                {hint}{Control(field, id, described)}
                {error}
                </div>

                """;
    }

    private static bool IsGroup(FormField field) =>
        field.Kind is FieldKind.Choices || (field.Kind is FieldKind.Choice && Options(field).Length <= RadiosAtMost);

    private static string Row(FormField field) =>
        Options(field).Any(option => option.Label.Length > ShortLabel || option.Says is not null) ? ""
        : Options(field).Count(option => option.Label.Length <= Number) * 2 > Options(field).Length ? " row tight"
        : " row";

    private static string Role(FormField field) =>
        field.Kind is FieldKind.Choices ? "" : $" role=\"radiogroup\" aria-required=\"{(field.Required ? "true" : "false")}\"";

    private static string Control(FormField field, string id, string described)
    {
        var most = field.MaxLength is { } length ? string.Create(CultureInfo.InvariantCulture, $" maxlength=\"{length}\"") : "";
        var all = $"id=\"{id}\" name=\"{Html.Text(field.Name)}\" {described}{(field.Required ? " aria-required=\"true\"" : "")}{most}";
        var value = Html.Text(field.Initial ?? "");

        return field.Kind switch
        {
            FieldKind.Text or FieldKind.People => $"<input type=\"text\" dir=\"auto\" autocomplete=\"off\" {all} value=\"{value}\">",
            // A parser drops a line break right after the tag, so one more keeps the text's own.
            FieldKind.LongText => $"<textarea dir=\"auto\" rows=\"4\" {all}>\n{value}</textarea>",
            // Not type="number": it hides what was typed when that is no number, and then nobody can say what is wrong with it.
            FieldKind.Number => $"<input type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" {all} value=\"{value}\">",
            FieldKind.Day => $"<input type=\"date\" {all} value=\"{value}\">",
            FieldKind.Choice => $"<select {all}>\n{string.Concat(Options(field).Select(option => Entry(option, field.Initial)))}</select>",
            FieldKind.Choices or _ => throw new UnreachableException(),
        };
    }

    private static string Entry(FormOption option, string? initial)
    {
        var selected = string.Equals(option.Value, initial, StringComparison.Ordinal) ? " selected" : "";
        return $"<option value=\"{Html.Text(option.Value)}\"{selected}>{Html.Text(option.Label)}</option>\n";
    }

    private static string Pick(FormField field, FormOption option, string id)
    {
        var type = field.Kind is FieldKind.Choices ? "checkbox" : "radio";
        var given = $"name=\"{Html.Text(field.Name)}\" value=\"{Html.Text(option.Value)}\"{(IsChosen(field, option) ? " checked" : "")}";
        var says = option.Says is { } text ? $" <small>{Html.Text(text)}</small>" : "";
        return $"<label class=\"pick\" for=\"{id}\"><input type=\"{type}\" id=\"{id}\" {given}> <span dir=\"auto\">{Html.Text(option.Label)}{says}</span></label>\n";
    }

    private static bool IsChosen(FormField field, FormOption option)
    {
        var initial = field.Initial ?? "";
        return field.Kind is FieldKind.Choices
            ? initial.Split(',', StringSplitOptions.TrimEntries).Contains(option.Value, StringComparer.Ordinal)
            : string.Equals(initial, option.Value, StringComparison.Ordinal);
    }

    private static ImmutableArray<FormOption> Options(FormField field)
    {
        var options = field.Options.IsDefault ? [] : field.Options;
        var isOpen = !field.Required || (field.Initial is null && options.Length > RadiosAtMost);

        // A radio button cannot be taken back, and a list starts somewhere: leaving it open must be something one can choose.
        return field.Kind is not FieldKind.Choice || !isOpen ? options
            : options.Length > RadiosAtMost ? [new("", field.Required ? "Choose one" : "No answer"), .. options]
            : [.. options, new("", "No answer")];
    }
}
