using System.Collections.Immutable;
using System.Diagnostics;
using Companion.Messages;

namespace Companion.Platforms.WebChat;

/// <summary>Shapes replies, cards and forms into HTML that needs no script, no style attribute and no trust in what people typed.</summary>
internal static class Renderer
{
    // Values as short as these are not broken over two lines.
    private const int ShortCell = 18;

    public static string Render(Reply reply, TimeZoneInfo zone) => reply switch
    {
        Reply.Show show => Render(show.Card, zone),
        Reply.OpenForm open => Render(open.Form, zone),
        Reply.FieldErrors errors => Errors(errors),
        Reply.Done done => Render(done.Card, zone),
        _ => throw new UnreachableException(),
    };

    public static string Render(Card card, TimeZoneInfo zone) => $"""
        <div class="card">
        <h3 dir="auto">{Html.Text(card.Title)}</h3>
        {Parts(card.Parts, zone)}</div>
        """;

    /// <summary>What somebody typed, as the chat shows it.</summary>
    public static string Said(string text) => $"<p dir=\"auto\">{Html.Text(text)}</p>";

    public static string Render(Form form, TimeZoneInfo zone) => FormRenderer.Render(form, Render(form.Intro, zone));

    private static string Parts(IEnumerable<Part> parts, TimeZoneInfo zone) => Lines(parts, part => Render(part, zone));

    private static string Render(Part part, TimeZoneInfo zone) => part switch
    {
        Part.Text text => $"<p dir=\"auto\">{Render(text.Line, zone)}</p>",
        Part.Heading heading => $"<h4 dir=\"auto\">{Html.Text(heading.Title)}</h4>",
        Part.Field field => $"<dl><dt dir=\"auto\">{Html.Text(field.Label)}</dt><dd dir=\"auto\">{Render(field.Value, zone)}</dd></dl>",
        Part.Meter meter => MeterRenderer.Render(meter),
        Part.Table table => Table(table, zone),
        Part.Bullets bullets => $"<ul>\n{Lines(bullets.Lines, line => $"<li dir=\"auto\">{Render(line, zone)}</li>")}</ul>",
        Part.Actions actions => $"<div class=\"actions\">\n{Lines(actions.Buttons, Render)}</div>",
        Part.Fold fold => $"<details>\n<summary dir=\"auto\">{Html.Text(fold.Summary)}</summary>\n{Parts(fold.Parts, zone)}</details>",
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
        Inline.Moment moment => $"<time datetime=\"{MomentText.Utc(moment)}\">{MomentText.Of(moment, zone)}</time>",
        Inline.Link link => Render(link),
        Inline.Typed typed => $"<code dir=\"auto\">{Html.Text(typed.Text)}</code>",
        _ => throw new UnreachableException(),
    };

    private static string Render(Inline.Link link)
    {
        var text = Html.Text(link.Text);

        if (WebLink.TryParse(link.Address, out var address))
            return $"<a href=\"{Html.Text(address.AbsoluteUri)}\" dir=\"auto\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">{text}</a>";

        return string.Equals(link.Text, link.Address, StringComparison.Ordinal)
            ? $"<bdi>{text}</bdi>"
            : $"<bdi>{text}</bdi> (<bdi>{Html.Text(link.Address)}</bdi>)";
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

        var (command, label) = (Html.Text(button.Command), Html.Text(button.Label));
        return $"<button type=\"button\" class=\"{look}\" dir=\"auto\" data-command=\"{command}\">{label}</button>";
    }

    // Wide tables scroll by themselves; without the tab stop a keyboard could not.
    private static string Table(Part.Table table, TimeZoneInfo zone) => $"""
        <div class="table" role="group" tabindex="0" aria-label="Table: {Html.Text(string.Join(", ", table.Header))}">
        <table>
        <thead><tr>{string.Concat(table.Header.Select(title => $"<th scope=\"col\" dir=\"auto\">{Html.Text(title)}</th>"))}</tr></thead>
        <tbody>
        {Lines(table.Rows, row => $"<tr>{string.Concat(row.Select((cell, column) => Cell(Render(cell, zone), column, table.Header)))}</tr>")}</tbody>
        </table>
        </div>
        """;

    // On a phone rows become lists, in which each value shows the title of its column.
    private static string Cell(string html, int column, ImmutableArray<string> header) => column == 0
        ? $"<th scope=\"row\" dir=\"auto\">{html}</th>"
        : $"<td class=\"{(html.Length <= ShortCell ? "short" : "long")}\" data-title=\"{(column < header.Length ? Html.Text(header[column]) : "")}\" dir=\"auto\">{html}</td>";

    private static string Errors(Reply.FieldErrors errors)
    {
        var items = Lines(errors.ByField, error => $"<li data-field=\"{Html.Text(error.Key)}\" dir=\"auto\">{Html.Text(error.Value)}</li>");
        return $"<ul class=\"errors\">\n{items}</ul>";
    }

    private static string Lines<T>(IEnumerable<T> items, Func<T, string> render) => string.Concat(items.Select(item => render(item) + "\n"));
}
