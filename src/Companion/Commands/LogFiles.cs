using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Companion.Core.Decisions;
using Companion.Views;

namespace Companion.Commands;

/// <summary>The log as files: Markdown for reading, JSON with the chain for verifying elsewhere, CSV for a spreadsheet.</summary>
internal static class LogFiles
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The format somebody named; Markdown when they named none, null for one that does not exist.</summary>
    public static string? FormatOf(string? word) => word?.ToLowerInvariant() switch
    {
        null or "" or "markdown" or "md" => "markdown",
        "json" => "json",
        "csv" => "csv",
        _ => null,
    };

    public static LogFile Write(ExportedLog log, string format) => format switch
    {
        "markdown" => new("decisions.zip", "application/zip", Zip(Markdown(log))),
        "json" => new("decisions.json", "application/json", Encoding.UTF8.GetBytes(Json(log))),
        "csv" => new("decisions.csv", "text/csv; charset=utf-8", Encoding.UTF8.GetBytes(CsvOf(log))),
        _ => throw new ArgumentException($"There is no format {format}.", nameof(format)),
    };

    /// <summary>One file for each decision, and an index that links them.</summary>
    public static IEnumerable<(string Name, string Text)> Markdown(ExportedLog log)
    {
        var index = new StringBuilder($"# Decisions of {Escape(log.Organisation)}\n\n| No. | Day | Unit | What | By |\n| --- | --- | --- | --- | --- |\n");
        foreach (var d in log.Decisions)
        {
            var replaced = log.SuccessorOf(d.Number) is { } by ? $" (superseded by {by})" : "";
            index.Append(CultureInfo.InvariantCulture, $"| [{d.Number}]({FileName(d)}) | {Day(log, d)} | {UnitOf(log, d)} | {Escape(DecisionView.What(d))}{replaced} | {Escape(log.NameOf(d.DecidedBy))} |\n");
            yield return (FileName(d), Page(log, d));
        }

        yield return ("README.md", index.Append(CultureInfo.InvariantCulture, $"\nHead of the chain: `{(log.Chain.IsEmpty ? Chain.Genesis : log.Chain[^1].Entry.Hash)}`\n").ToString());
    }

    private static string Page(ExportedLog log, Decision d)
    {
        var page = new StringBuilder($"# {d.Number}. {Escape(DecisionView.What(d))}\n\n");
        void Field(string label, string? text)
        {
            if (!string.IsNullOrEmpty(text))
                page.Append(CultureInfo.InvariantCulture, $"**{label}**: {Escape(text)}\n\n");
        }

        Field("Day", Day(log, d));
        Field("Unit", UnitOf(log, d));
        Field("Decided by", $"{log.NameOf(d.DecidedBy)} ({Wording.Rule(d.Rule)})");
        Field("Decided", d.Texts.What);
        Field("Source", d.Texts.Source);
        Field("Why", d.Texts.Rationale);
        Field(d.Kind == DecisionKind.Review ? "What happened" : "Expected effect", d.Texts.Effect);
        Field(d.Kind == DecisionKind.Review ? "What it cost" : "Expected cost", d.Texts.Cost);
        Field("Trigger", d.Details.Trigger?.ToString().ToLowerInvariant());
        Field("Review on", d.Details.ReviewOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Field("Takes the place of", d.Details.Supersedes is { } old ? $"decision {old}" : null);
        Field("Superseded by", log.SuccessorOf(d.Number) is { } successor ? $"decision {successor}" : null);
        Field("Follows", string.Join(", ", d.Details.Precedents.Select(p => $"decision {p}")));
        if (!d.Details.Evidence.IsEmpty)
            page.Append("## Evidence at that moment\n\n").AppendJoin("", d.Details.Evidence.Select(e => $"- {Escape(e.Key)}: {Escape(e.Value)}\n")).Append('\n');
        return page.Append(CultureInfo.InvariantCulture, $"Hash: `{log.HashOf(d.Number)}`\n").ToString();
    }

    private static string Json(ExportedLog log) => JsonSerializer.Serialize(
        new
        {
            format = "companion-log/1",
            organisation = log.Organisation,
            head = log.Chain.IsEmpty ? Chain.Genesis : log.Chain[^1].Entry.Hash,
            entries = log.Chain.Select(c => new { c.Entry, c.Texts, Unit = c.Entry.UnitId is { } unit ? log.KeyOf(unit) : null, DecidedBy = log.NameOf(c.Entry.DecidedBy) }),
        },
        Readable);

    private static string CsvOf(ExportedLog log)
    {
        var csv = new StringBuilder("number,at,kind,unit,what,decided by,rule,rationale,expected effect,expected cost,actual effect,actual cost,review on,supersedes,superseded by,hash\r\n");
        foreach (var d in log.Decisions)
        {
            // A review says what happened, under the names that the decision used for what was expected.
            var isReview = d.Kind == DecisionKind.Review;
            string?[] cells =
            [
                d.Number.ToString(CultureInfo.InvariantCulture), d.At.ToString("O", CultureInfo.InvariantCulture), LogView.KindWord(d.Kind.ToString()), UnitOf(log, d), DecisionView.What(d),
                log.NameOf(d.DecidedBy), Wording.Rule(d.Rule), d.Texts.Rationale, isReview ? null : d.Texts.Effect, isReview ? null : d.Texts.Cost, isReview ? d.Texts.Effect : null, isReview ? d.Texts.Cost : null,
                d.Details.ReviewOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                d.Details.Supersedes?.ToString(CultureInfo.InvariantCulture), log.SuccessorOf(d.Number)?.ToString(CultureInfo.InvariantCulture), log.HashOf(d.Number),
            ];
            csv.AppendJoin(',', cells.Select(Csv.Cell)).Append("\r\n");
        }

        return csv.ToString();
    }

    private static byte[] Zip(IEnumerable<(string Name, string Text)> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry($"decisions/{name}").Open());
                writer.Write(text);
            }

        return bytes.ToArray();
    }

    private static string FileName(Decision d) => string.Create(CultureInfo.InvariantCulture, $"{d.Number:0000}-{LogView.KindWord(d.Kind.ToString())}.md");

    private static string Day(ExportedLog log, Decision d) => Core.Zones.DateAt(d.At, log.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string UnitOf(ExportedLog log, Decision d) => d.UnitId is { } unit ? log.KeyOf(unit) : "";

    /// <summary>Text as Markdown shows it, whoever wrote it: no markup, no table cells, one line.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
            _ = c switch
            {
                '\r' => escaped,
                '\n' => escaped.Append("<br>"),
                '<' => escaped.Append("&lt;"),
                '&' => escaped.Append("&amp;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '#' or '|' or '>' or '!' => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        return escaped.ToString();
    }
}

/// <summary>A file to take away.</summary>
internal sealed record LogFile(string Name, string MediaType, byte[] Bytes);

/// <summary>A log with what is needed to read it.</summary>
/// <param name="Decisions">Ascending.</param>
/// <param name="Chain">The same entries as they are hashed.</param>
internal sealed record ExportedLog(
    string Organisation, TimeZoneInfo Zone, ImmutableArray<Decision> Decisions, ImmutableArray<LoggedEntry> Chain, Func<Guid, string> NameOf, Func<Guid, string> KeyOf)
{
    private readonly Dictionary<long, string> _hashes = Chain.ToDictionary(c => c.Entry.Number, c => c.Entry.Hash);

    private readonly Dictionary<long, long> _successors = Decisions.Where(d => d.Details.Supersedes is not null)
        .GroupBy(d => d.Details.Supersedes!.Value).ToDictionary(g => g.Key, g => g.Max(d => d.Number));

    /// <summary>The hash of an entry as it stands in the chain.</summary>
    public string? HashOf(long number) => _hashes.GetValueOrDefault(number);

    /// <summary>The decision that took the place of this one; null while it counts.</summary>
    public long? SuccessorOf(long number) => _successors.TryGetValue(number, out var by) ? by : null;
}
