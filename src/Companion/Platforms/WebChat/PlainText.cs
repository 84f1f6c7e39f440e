using System.Diagnostics;
using System.Globalization;
using System.Text;
using Companion.Messages;

namespace Companion.Platforms.WebChat;

/// <summary>Replies, cards and forms as text to read in a terminal.</summary>
internal static class PlainText
{
    public static string Render(Reply reply, TimeZoneInfo zone) => reply switch
    {
        Reply.Show show => Render(show.Card, zone),
        Reply.OpenForm open => Render(open.Form, zone),
        Reply.FieldErrors errors => Errors(errors),
        Reply.Done done => Render(done.Card, zone),
        _ => throw new UnreachableException(),
    };

    private static string Errors(Reply.FieldErrors errors) =>
        string.Join('\n', errors.ByField.Select(error => $"{Safe(error.Key)}: {Safe(error.Value)}").Prepend("Please look again at"));

    public static string Render(Card card, TimeZoneInfo zone) => Paragraphs([Safe(card.Title), .. card.Parts.Select(part => Render(part, zone))]);

    public static string Render(Form form, TimeZoneInfo zone) =>
        Paragraphs([Safe(form.Title), Render(form.Intro, zone), .. form.Fields.Select(Render), $"[{Safe(form.Submit)}] {Safe(form.Command)}"]);

    private static string Render(Part part, TimeZoneInfo zone) => part switch
    {
        Part.Text text => Render(text.Line, zone),
        Part.Heading heading => $"# {Safe(heading.Title)}",
        Part.Field field => $"{Safe(field.Label)}: {Render(field.Value, zone)}",
        Part.Meter meter => $"{Safe(meter.Name)}: {Safe(meter.Caption)}\n{Bar(meter)}",
        Part.Table table => Table(table, zone),
        Part.Bullets bullets => string.Join('\n', bullets.Lines.Select(line => $"- {Render(line, zone)}")),
        Part.Actions actions => string.Join('\n', actions.Buttons.Select(button => $"[{Safe(button.Label)}] {Safe(button.Command)}")),
        Part.Fold fold => Indent(Paragraphs([$"{Safe(fold.Summary)}:", .. fold.Parts.Select(inner => Render(inner, zone))])),
        Part.Divider => "----",
        _ => throw new UnreachableException(),
    };

    private static string Render(Line line, TimeZoneInfo zone) => string.Concat(line.Inlines.Select(inline => Render(inline, zone)));

    private static string Render(Inline inline, TimeZoneInfo zone) => inline switch
    {
        Inline.Plain plain => Safe(plain.Text),
        Inline.Strong strong => Safe(strong.Text),
        Inline.Person person => Safe(person.Name),
        Inline.Moment moment => MomentText.Of(moment, zone),
        Inline.Link link when string.Equals(link.Text, link.Address, StringComparison.Ordinal) => Safe(link.Address),
        Inline.Link link => $"{Safe(link.Text)} ({Safe(link.Address)})",
        Inline.Typed typed => $"`{Safe(typed.Text)}`",
        _ => throw new UnreachableException(),
    };

    private static string Render(FormField field)
    {
        var required = field.Required ? " (required)" : "";
        var text = new StringBuilder($"{Safe(field.Label)}{required}\n  {Safe(field.Name)} = {Indent(Safe(field.Initial ?? ""))}".TrimEnd());

        if (field.Hint is { } hint)
            text.Append(CultureInfo.InvariantCulture, $"\n  {Safe(hint)}");

        if (!field.Options.IsDefaultOrEmpty)
            text.Append(string.Concat(field.Options.Select(option => $"\n  - {Safe(option.Value)}: {Safe(option.Label)}{(option.Says is { } says ? $" ({Safe(says)})" : "")}")));

        return text.ToString();
    }

    /// <summary>Twenty cells: # up to the level, | where it is supported, > at the target.</summary>
    private static string Bar(Part.Meter meter)
    {
        const int Cells = 20;
        var bar = new StringBuilder("[");

        for (var cell = 0; cell <= Cells; cell++)
        {
            bar.Append(cell == Cell(meter.Supported) ? "|" : "");
            bar.Append(meter.Target is { } target && cell == Cell(target) ? ">" : "");
            bar.Append(cell == Cells ? ']' : cell < Cell(meter.Level) ? '#' : '-');
        }

        return bar.ToString();

        static int Cell(int position) => Math.Clamp(position, 0, 100) * Cells / 100;
    }

    private static string Table(Part.Table table, TimeZoneInfo zone)
    {
        string[][] rows = [[.. table.Header.Select(Safe)], .. table.Rows.Select(row => row.Select(cell => Render(cell, zone)).ToArray())];
        var columns = Enumerable.Range(0, rows.Max(row => row.Length));
        var widths = columns.Select(column => rows.Max(row => column < row.Length ? Width(row[column]) : 0)).ToArray();
        var lines = rows.Select(row => string.Join("  ", row.Select((cell, column) => cell + new string(' ', widths[column] - Width(cell)))).TrimEnd());

        return string.Join('\n', lines);

        static int Width(string cell) => new StringInfo(cell).LengthInTextElements;
    }

    private static string Paragraphs(IEnumerable<string> parts) => string.Join("\n\n", parts.Where(part => part.Length > 0));

    private static string Indent(string text) => text.Replace("\n", "\n  ", StringComparison.Ordinal).Replace("\n  \n", "\n\n", StringComparison.Ordinal);

    // A terminal obeys escape sequences and turns the reading direction for the rest of the line: what people typed may do neither.
    private static string Safe(string text) => string.Concat(text.ReplaceLineEndings("\n").Where(c => c == '\n' || !(char.IsControl(c) || IsDirection(c))));

    private static bool IsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
