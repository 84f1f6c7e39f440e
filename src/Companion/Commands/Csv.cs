using System.Collections.Immutable;
using System.Text;

namespace Companion.Commands;

/// <summary>Comma-separated values as RFC 4180 describes them; semicolons and tabs are taken too, since spreadsheets write them.</summary>
internal static class Csv
{
    /// <summary>The rows that are not empty.</summary>
    public static IEnumerable<ImmutableArray<string>> Read(string text)
    {
        var separator = SeparatorOf(text);
        var (cell, row, quoted) = (new StringBuilder(), ImmutableArray.CreateBuilder<string>(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[++i]);
            else if (c == '"' && (quoted || cell.ToString().Trim().Length == 0))
                quoted = !quoted;
            else if (!quoted && c == separator)
                Take(row, cell);
            else if (!quoted && c is '\n' or '\r' && !quoted)
            {
                Take(row, cell);
                if (row.Any(v => v.Length > 0))
                    yield return row.ToImmutable();
                row.Clear();
            }
            else
                cell.Append(c);
        }

        Take(row, cell);
        if (row.Any(v => v.Length > 0))
            yield return row.ToImmutable();
    }

    /// <summary>A cell as it is written: in quotes where needed; what a spreadsheet would take for a formula begins with an apostrophe.</summary>
    public static string Cell(string? text)
    {
        var safe = text is { Length: > 0 } && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text ?? "";
        return safe.AsSpan().IndexOfAny("\",\r\n;") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void Take(ImmutableArray<string>.Builder row, StringBuilder cell)
    {
        row.Add(cell.ToString().Trim());
        cell.Clear();
    }

    private static char SeparatorOf(string text)
    {
        var end = text.AsSpan().TrimStart().IndexOfAny('\r', '\n');
        var header = end < 0 ? text.AsSpan().TrimStart() : text.AsSpan().TrimStart()[..end];
        return header.Contains('\t') ? '\t' : header.Contains(';') && !header.Contains(',') ? ';' : ',';
    }
}
