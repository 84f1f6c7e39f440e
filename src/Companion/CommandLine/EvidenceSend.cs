using System.CommandLine;
using Companion.Collecting;
using Companion.Commands;
using Command = System.CommandLine.Command;

namespace Companion.CommandLine;

/// <summary><c>companion evidence send</c> and <c>csv</c>: what was measured elsewhere.</summary>
internal static class EvidenceSend
{
    private const int LargestFile = 5 * 1024 * 1024;

    public static Command Command()
    {
        var target = new EvidenceTarget();
        var unit = new Option<string>("--unit") { Required = true, Description = "The key of a unit, or gate." };
        var criterion = new Option<string>("--criterion") { Required = true, Description = "The key of one of its criteria." };
        var value = new Option<string>("--value") { Required = true, Description = "6, 35.5, 35%, yes, no, or ? for what cannot be told." };
        var cases = new Option<int?>("--cases") { Description = "Over how many cases a percentage was taken." };
        var at = new Option<string?>("--at") { Description = "When it was measured: 2026-03-03, or 2026-03-03T15:00:00Z; now when left out." };
        var note = new Option<string?>("--note") { Description = "A sentence more." };
        var source = new Option<string>("--source") { Description = "What measured it.", DefaultValueFactory = _ => "companion evidence send" };
        var send = new Command("send", "Hand in one measurement.") { unit, criterion, value, cases, at, note, source };
        target.AddTo(send);
        send.SetAction((parsed, ct) => Evidence.PlainlyAsync(() => target.SendAsync(
            parsed,
            [
                new(parsed.GetRequiredValue(unit), parsed.GetRequiredValue(criterion), EvidenceCsv.Value(parsed.GetRequiredValue(value)))
                {
                    Cases = parsed.GetValue(cases),
                    ObservedAt = parsed.GetValue(at),
                    Note = parsed.GetValue(note),
                    Source = parsed.GetValue(source),
                    Link = parsed.GetValue(target.Link),
                },
            ],
            ct)));
        return send;
    }

    public static Command CsvCommand()
    {
        var target = new EvidenceTarget();
        var file = new Argument<string>("file") { Description = "A CSV file with a header; - reads the standard input." };
        var unit = new Option<string?>("--unit") { Description = "The unit of rows that name none." };
        var csv = new Command("csv", "Hand in measurements from a table: unit,criterion,value,cases,observed_at,source,link,note. All rows count, or none.") { file, unit };
        target.AddTo(csv);
        csv.SetAction((parsed, ct) => Evidence.PlainlyAsync(async () =>
        {
            var text = await ReadAsync(parsed.GetRequiredValue(file), ct);
            if (Csv.Read(text).IsRefused(out var why, out var table))
                throw new CollectingException(why.Reason);
            return await target.SendAsync(parsed, EvidenceCsv.Read(table.Rows.Select(r => (r.Line, r.Cells)), parsed.GetValue(unit)), ct);
        }));
        return csv;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            if (file != "-" && new FileInfo(file).Length > LargestFile)
                throw new CollectingException($"{file} is larger than {LargestFile / 1024 / 1024} MB.");

            return file == "-" ? await Console.In.ReadToEndAsync(ct) : await File.ReadAllTextAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CollectingException($"{file} cannot be read: {e.Message}", e);
        }
    }
}
