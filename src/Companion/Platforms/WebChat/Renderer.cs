using System.Diagnostics;
using System.Globalization;
using System.Text;
using Companion.Messages;

namespace Companion.Platforms.WebChat;

/// <summary>Shapes replies, cards and forms into HTML that needs no script, no style attribute and no trust in what people typed.</summary>
internal static class Renderer
{
    public static string Render(Reply reply, TimeZoneInfo zone) => reply switch
    {
        Reply.Show show => Render(show.Card, zone),
        Reply.OpenForm open => Render(open.Form, zone),
        Reply.FieldErrors errors => Errors(errors),
        Reply.Done done => Render(done.Card, zone),
        _ => throw new UnreachableException(),
    };

    public static string Render(Card card, TimeZoneInfo zone)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"card\">\n<h3 dir=\"auto\">{Html.Text(card.Title)}</h3>\n");

        foreach (var part in card.Parts)
            html.Append(Render(part, zone)).Append('\n');

        return html.Append("</div>").ToString();
    }

    public static string Render(Form form, TimeZoneInfo zone) => FormRenderer.Render(form, Render(form.Intro, zone));

    private static string Render(Part part, TimeZoneInfo zone) => part switch
    {
        Part.Text text => $"<p dir=\"auto\">{Render(text.Line, zone)}</p>",
        Part.Heading heading => $"<h4 dir=\"auto\">{Html.Text(heading.Title)}</h4>",
        Part.Field field => $"<dl><dt dir=\"auto\">{Html.Text(field.Label)}</dt><dd dir=\"auto\">{Render(field.Value, zone)}</dd></dl>",
        Part.Meter meter => MeterRenderer.Render(meter),
        Part.Table table => Table(table, zone),
        Part.Bullets bullets => $"<ul>\n{string.Concat(bullets.Lines.Select(line => $"<li dir=\"auto\">{Render(line, zone)}</li>\n"))}</ul>",
        Part.Actions actions => $"<div class=\"actions\">\n{string.Concat(actions.Buttons.Select(Render))}</div>",
        Part.Fold fold => Fold(fold, zone),
        Part.Divider => "<hr>",
        _ => throw new UnreachableException(),
    };

    private static string Render(Line line, TimeZoneInfo zone) => string.Concat(line.Inlines.Select(inline => Render(inline, zone)));

    // Whoever wrote it, a run of text cannot turn the reading direction of its neighbours: bdi and dir="auto" isolate.
    private static string Render(Inline inline, TimeZoneInfo zone) => inline switch
    {
        Inline.Plain plain => Html.Text(plain.Text),
        Inline.Strong strong => $"<strong dir=\"auto\">{Html.Text(strong.Text)}</strong>",
        Inline.Person person => $"<bdi class=\"person\">{Html.Text(person.Name)}</bdi>",
        Inline.Moment moment => $"<time datetime=\"{moment.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\">{MomentText.Of(moment, zone)}</time>",
        Inline.Link link => Render(link),
        Inline.Typed typed => $"<code dir=\"auto\">{Html.Text(typed.Text)}</code>",
        _ => throw new UnreachableException(),
    };

    private static string Render(Inline.Link link)
    {
        if (WebLink.TryParse(link.Address, out var address))
            return $"<a href=\"{Html.Text(address.AbsoluteUri)}\" dir=\"auto\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">{Html.Text(link.Text)}</a>";

        return string.Equals(link.Text, link.Address, StringComparison.Ordinal)
            ? $"<bdi>{Html.Text(link.Text)}</bdi>"
            : $"<bdi>{Html.Text(link.Text)}</bdi> (<bdi>{Html.Text(link.Address)}</bdi>)";
    }

    private static string Render(Button button)
    {
        var look = button.Style switch
        {
            ButtonStyle.Normal => "button",
            ButtonStyle.Primary => "button primary",
            ButtonStyle.Danger => "button danger",
            _ => throw new UnreachableException(),
        };

        return $"<button type=\"button\" class=\"{look}\" dir=\"auto\" data-command=\"{Html.Text(button.Command)}\">{Html.Text(button.Label)}</button>\n";
    }

    private static string Table(Part.Table table, TimeZoneInfo zone)
    {
        // Wide tables scroll by themselves; without the tab stop a keyboard could not.
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table: {Html.Text(string.Join(", ", table.Header))}\">\n<table>\n");
        html.Append(CultureInfo.InvariantCulture, $"<thead><tr>{string.Concat(table.Header.Select(title => $"<th scope=\"col\" dir=\"auto\">{Html.Text(title)}</th>"))}</tr></thead>\n<tbody>\n");

        foreach (var row in table.Rows)
        {
            var cells = row.Select((cell, column) => column == 0
                ? $"<th scope=\"row\" dir=\"auto\">{Render(cell, zone)}</th>"
                : $"<td dir=\"auto\">{Render(cell, zone)}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(cells)}</tr>\n");
        }

        return html.Append("</tbody>\n</table>\n</div>").ToString();
    }

    private static string Fold(Part.Fold fold, TimeZoneInfo zone) =>
        $"<details>\n<summary dir=\"auto\">{Html.Text(fold.Summary)}</summary>\n{string.Concat(fold.Parts.Select(part => Render(part, zone) + "\n"))}</details>";

    private static string Errors(Reply.FieldErrors errors)
    {
        var items = errors.ByField.Select(error => $"<li data-field=\"{Html.Text(error.Key)}\" dir=\"auto\">{Html.Text(error.Value)}</li>\n");
        return $"<ul class=\"errors\">\n{string.Concat(items)}</ul>";
    }
}
