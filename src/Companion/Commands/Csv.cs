using System.Collections.Immutable;
using System.Text;
using Companion.Core;

namespace Companion.Commands;

/// <summary>Comma-separated values as RFC 4180 describes them; semicolons and tabs are taken too, since spreadsheets write them.</summary>
internal static class Csv
{
    /// <summary>The rows that are not empty; a byte order mark before them is none of the text.</summary>
    public static Outcome<CsvTable> Read(string pasted)
    {
        var text = pasted.TrimStart('\uFEFF');
        var separator = SeparatorOf(text);
        var rows = ImmutableArray.CreateBuilder<CsvRow>();
        var (cell, row) = (new StringBuilder(), ImmutableArray.CreateBuilder<string>());
        var (line, began, quotedAt) = (1, 1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            // Three spellings of one line end: \n, \r\n and \r.
            var endsLine = c == '\n' || (c == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'));
            if (quotedAt > 0 && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[++i]);
            else if (c == '"' && (quotedAt > 0 || string.IsNullOrWhiteSpace(cell.ToString())))
                quotedAt = quotedAt > 0 ? 0 : line;
            else if (quotedAt == 0 && c == separator)
                Take(row, cell);
            else if (quotedAt == 0 && endsLine)
                End(rows, row, cell, began);
            else if (quotedAt > 0 || c != '\r')
                cell.Append(c);

            line += endsLine ? 1 : 0;
            began = row.Count == 0 && cell.Length == 0 && quotedAt == 0 ? line : began;
        }

        End(rows, row, cell, began);
        return quotedAt > 0
            ? new Refusal("csv.quote", $"Line {quotedAt} opens a quote (\") that nothing closes.", "list")
            : new CsvTable(rows.ToImmutable());
    }

    /// <summary>A cell as it is written: in quotes where needed; what a spreadsheet would take for a formula begins with an apostrophe.</summary>
    public static string Cell(string? text)
    {
        var safe = text is { Length: > 0 } && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text ?? "";
        return safe.AsSpan().IndexOfAny("\",\r\n;") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void End(ImmutableArray<CsvRow>.Builder rows, ImmutableArray<string>.Builder row, StringBuilder cell, int line)
    {
        Take(row, cell);
        if (row.Any(v => v.Length > 0))
            rows.Add(new(line, row.ToImmutable()));
        row.Clear();
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

/// <summary>What a table holds.</summary>
internal sealed record CsvTable(ImmutableArray<CsvRow> Rows);

/// <summary>The cells of a row, and the line of the text on which it begins, from 1.</summary>
internal sealed record CsvRow(int Line, ImmutableArray<string> Cells);
