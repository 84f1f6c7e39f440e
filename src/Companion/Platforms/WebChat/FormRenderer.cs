using System.Diagnostics;
using System.Globalization;
using System.Text;
using Companion.Messages;

namespace Companion.Platforms.WebChat;

/// <summary>A form as HTML: every question has its label, hint and a place for its error, tied together for screen readers.</summary>
/// <remarks>The browser checks nothing: what is wrong with an answer is said by the command, in the same words everywhere.</remarks>
internal static class FormRenderer
{
    // More than this is quicker to find in a list than among radio buttons.
    private const int RadiosAtMost = 7;

    public static string Render(Form form, string intro)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<form class=\"form\" data-command=\"{Html.Text(form.Command)}\" aria-labelledby=\"form-title\" novalidate>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h2 id=\"form-title\" dir=\"auto\">{Html.Text(form.Title)}</h2>\n");

        if (intro.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"intro\" dir=\"auto\">{intro}</p>\n");

        foreach (var (number, field) in form.Fields.Index())
            html.Append(Render(field, string.Create(CultureInfo.InvariantCulture, $"field-{number}")));

        html.Append(CultureInfo.InvariantCulture, $"<div class=\"actions\">\n<button type=\"submit\" class=\"button primary\" dir=\"auto\">{Html.Text(form.Submit)}</button>\n</div>\n");
        return html.Append("</form>").ToString();
    }

    private static string Render(FormField field, string id)
    {
        var asks = string.Concat(Html.Text(field.Label), field.Required ? " <span class=\"required\">required</span>" : "");
        var hint = field.Hint is { } text ? $"<p class=\"hint\" id=\"{id}-hint\" dir=\"auto\">{Html.Text(text)}</p>\n" : "";
        var error = $"<p class=\"error\" id=\"{id}-error\" dir=\"auto\" hidden></p>\n";
        var described = $"aria-describedby=\"{(field.Hint is null ? "" : $"{id}-hint ")}{id}-error\"";
        var name = Html.Text(field.Name);

        return IsGroup(field)
            ? $"<fieldset class=\"field\" data-field=\"{name}\" {described}{Role(field)}>\n<legend dir=\"auto\">{asks}</legend>\n{hint}{Picks(field, id)}{error}</fieldset>\n"
            : $"<div class=\"field\" data-field=\"{name}\">\n<label for=\"{id}\" dir=\"auto\">{asks}</label>\n{hint}{Control(field, id, described)}{error}</div>\n";
    }

    private static bool IsGroup(FormField field) =>
        field.Kind is FieldKind.Choices || (field.Kind is FieldKind.Choice && Options(field).Count() <= RadiosAtMost);

    private static string Role(FormField field) => field.Kind is FieldKind.Choices ? "" : $" role=\"radiogroup\" aria-required=\"{(field.Required ? "true" : "false")}\"";

    private static string Control(FormField field, string id, string described)
    {
        var all = $"id=\"{id}\" name=\"{Html.Text(field.Name)}\" {described}{(field.Required ? " aria-required=\"true\"" : "")}{MaxLength(field)}";
        var value = Html.Text(field.Initial ?? "");

        return field.Kind switch
        {
            FieldKind.Text => $"<input type=\"text\" dir=\"auto\" autocomplete=\"off\" {all} value=\"{value}\">\n",
            // A parser drops a line break right after the tag, so one more keeps the text's own.
            FieldKind.LongText => $"<textarea dir=\"auto\" rows=\"4\" {all}>\n{value}</textarea>\n",
            // Not type="number": it hides what was typed when that is no number, and then nobody can say what is wrong with it.
            FieldKind.Number => $"<input type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" {all} value=\"{value}\">\n",
            FieldKind.Day => $"<input type=\"date\" {all} value=\"{value}\">\n",
            FieldKind.Choice => $"<select {all}>\n{string.Concat(Options(field).Select(option => Option(option, field.Initial)))}</select>\n",
            FieldKind.Choices or _ => throw new UnreachableException(),
        };
    }

    private static string MaxLength(FormField field) =>
        field.MaxLength is { } most ? string.Create(CultureInfo.InvariantCulture, $" maxlength=\"{most}\"") : "";

    private static string Option(FormOption option, string? initial) =>
        $"<option value=\"{Html.Text(option.Value)}\"{Html.Flag("selected", string.Equals(option.Value, initial, StringComparison.Ordinal))}>{Html.Text(option.Label)}</option>\n";

    private static string Picks(FormField field, string id)
    {
        var (type, chosen) = field.Kind is FieldKind.Choices
            ? ("checkbox", (field.Initial ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            : ("radio", [field.Initial ?? ""]);

        return string.Concat(Options(field).Select((option, number) =>
        {
            var it = string.Create(CultureInfo.InvariantCulture, $"{id}-{number}");
            var isChosen = chosen.Contains(option.Value, StringComparer.Ordinal);
            return $"<label class=\"pick\" for=\"{it}\"><input type=\"{type}\" id=\"{it}\" name=\"{Html.Text(field.Name)}\" value=\"{Html.Text(option.Value)}\"{Html.Flag("checked", isChosen)}> <span dir=\"auto\">{Html.Text(option.Label)}</span></label>\n";
        }));
    }

    private static IEnumerable<FormOption> Options(FormField field)
    {
        var options = field.Options.IsDefault ? [] : field.Options.AsEnumerable();

        // A radio button cannot be taken back, and a list starts somewhere: leaving it open must be something one can choose.
        return field.Kind is not FieldKind.Choice || (field.Required && IsFewOrPreselected(field)) ? options : options.Prepend(new("", field.Required ? "Choose one" : "No answer"));
    }

    private static bool IsFewOrPreselected(FormField field) => field.Initial is not null || field.Options.IsDefault || field.Options.Length <= RadiosAtMost;
}
