using System.CommandLine;
using System.Text.Json;

namespace Companion.CommandLine;

/// <summary><c>companion baseline REPORTS... --file decentralization-baseline.txt</c>: findings of Companion.Analyzers accepted for now. It is written once and then only shrinks.</summary>
internal static class Baseline
{
    private const string Heading =
        "# Findings of Companion.Analyzers that are accepted for now: rule|service|container|subject. This file only shrinks: companion baseline takes out what is gone.";

    public static Command Command()
    {
        var reports = new Argument<string[]>("reports") { Description = "The reports of all projects that share the file; a folder stands for all *.decentralization.sarif below it.", Arity = ArgumentArity.OneOrMore };
        var file = new Option<string>("--file") { Description = "The baseline.", DefaultValueFactory = _ => "decentralization-baseline.txt" };
        var command = new Command("baseline", "Accept the findings of an existing code base for now; afterwards take out what is no longer found, and add nothing.") { reports, file };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetRequiredValue(reports), parsed.GetRequiredValue(file), Console.Out, Console.Error, ct));
        return command;
    }

    public static async Task<int> RunAsync(string[] reports, string file, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var report in reports.SelectMany(Below))
                found.UnionWith(Fingerprints(await File.ReadAllTextAsync(report, ct), report));
            return File.Exists(file) ? await ShrinkAsync(file, found, output, error, ct) : await WriteAsync(file, found, output, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            await error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<int> WriteAsync(string file, SortedSet<string> found, TextWriter output, CancellationToken ct)
    {
        await ReplaceAsync(file, found.Prepend(Heading), ct);
        await output.WriteLineAsync($"{file} accepts {found.Count} findings for now.");
        return 0;
    }

    private static async Task<int> ShrinkAsync(string file, SortedSet<string> found, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var lines = await File.ReadAllLinesAsync(file, ct);
        var accepted = lines.Where(l => l.Trim() is { Length: > 0 } entry && entry[0] != '#').Select(l => l.Trim()).ToHashSet(StringComparer.Ordinal);
        var gone = accepted.Where(e => !found.Contains(e)).ToHashSet(StringComparer.Ordinal);
        if (gone.Count > 0)
            await ReplaceAsync(file, lines.Where(l => !gone.Contains(l.Trim())), ct);

        foreach (var entry in gone.Order(StringComparer.Ordinal))
            await output.WriteLineAsync($"Gone: {entry}");
        await output.WriteLineAsync($"{file} accepts {accepted.Count - gone.Count} findings for now, {gone.Count} fewer than before.");

        var added = found.Where(f => !accepted.Contains(f)).ToList();
        foreach (var entry in added)
            await error.WriteLineAsync($"New, and not accepted: {entry}");
        if (added.Count > 0)
            await error.WriteLineAsync("The baseline only shrinks. Mend these, or suppress one in the code with the reason.");
        return added.Count == 0 ? 0 : 1;
    }

    /// <summary>Beside the file first: a run that is stopped leaves the old one whole.</summary>
    private static async Task ReplaceAsync(string file, IEnumerable<string> lines, CancellationToken ct)
    {
        var beside = file + ".new";
        await File.WriteAllLinesAsync(beside, lines, ct);
        File.Move(beside, file, overwrite: true);
    }

    private static IEnumerable<string> Below(string name)
    {
        if (!Directory.Exists(name))
            return [name];

        var found = Directory.EnumerateFiles(name, "*.decentralization.sarif", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new InvalidDataException($"There is no report below {name}: build with --no-incremental -p:DecentralizationReport=true first.");
    }

    private static List<string> Fingerprints(string json, string name)
    {
        using var report = JsonDocument.Parse(json);
        var found = new List<string>();
        var analysed = false;
        foreach (var run in Items(report.RootElement, "runs"))
        {
            foreach (var result in Items(run, "results"))
            {
                if (Member(Member(Member(result, "properties"), "customProperties"), "fingerprint") is { ValueKind: JsonValueKind.String } fingerprint && IsOpen(result))
                    found.Add(fingerprint.GetString()!);
            }

            analysed |= Items(Member(Member(run, "tool"), "driver"), "rules").Any(r => Member(r, "id") is { ValueKind: JsonValueKind.String } id && id.GetString()!.StartsWith("PD", StringComparison.Ordinal));
        }

        return analysed ? found : throw new InvalidDataException($"{name} knows no rule of Companion.Analyzers: that project was not analysed.");
    }

    /// <summary>Not suppressed, or by the baseline itself: what a person has suppressed with a reason needs no second acceptance.</summary>
    /// <remarks>The compiler writes who suppressed it into a property: "DiagnosticSuppressor { Suppression Id: PDS1001, ... }".</remarks>
    private static bool IsOpen(JsonElement result) =>
        Items(result, "suppressions").All(s => Member(Member(s, "properties"), "suppressionType") is { ValueKind: JsonValueKind.String } by && by.GetString()!.Contains("Suppression Id: PDS", StringComparison.Ordinal));

    private static JsonElement? Member(JsonElement? of, string name) => of is { ValueKind: JsonValueKind.Object } owner && owner.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement? of, string name) => Member(of, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
