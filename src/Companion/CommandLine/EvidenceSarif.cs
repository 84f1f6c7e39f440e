using System.CommandLine;
using Companion.Collecting;
using Companion.Collecting.Sarif;

namespace Companion.CommandLine;

/// <summary><c>companion evidence sarif FILES... --unit tech-stack</c></summary>
internal static class EvidenceSarif
{
    private const int MostFiles = 2000;

    public static Command Command()
    {
        var target = new EvidenceTarget();
        var files = new Argument<string[]>("files") { Description = "The compiler's reports, one for each project and target framework; a folder stands for all *.sarif below it.", Arity = ArgumentArity.OneOrMore };
        var unit = new Option<string>("--unit") { Required = true, Description = "The unit it is evidence for: tech-stack." };
        var expected = new Option<string[]>("--expect-projects") { Description = "Projects that belong to it: one without a report is a blind spot.", AllowMultipleArgumentsPerToken = true };
        var solution = new Option<string?>("--solution") { Description = "A .sln or .slnx: each of its C# projects is expected." };
        var sarif = new Command("sarif", "Read the reports that Companion.Analyzers leaves in a build, and hand in what they say about the technology stack.") { files, unit, expected, solution };
        target.AddTo(sarif);
        sarif.SetAction((parsed, ct) => Evidence.PlainlyAsync(async () =>
        {
            var projects = new List<ProjectReport>();
            foreach (var file in Files(parsed.GetRequiredValue(files)))
                projects.AddRange(await SarifReader.ReadAsync(file, ct));

            var wanted = (parsed.GetValue(expected) ?? []).SelectMany(e => e.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            if (parsed.GetValue(solution) is { } sln)
                wanted = wanted.Concat(await Solution.ProjectsAsync(sln, ct));
            var report = new StackReport(projects, wanted);
            await Evidence.SayAsync(StackText.Lines(report).Append(""));
            return await target.SendAsync(parsed, parsed.GetRequiredValue(unit), StackFigures.Of(report), at: null, "Companion.Analyzers", ct);
        }));
        return sarif;
    }

    private static List<string> Files(IEnumerable<string> named)
    {
        var files = named.SelectMany(Below).Distinct(StringComparer.Ordinal).ToList();
        return files.Count <= MostFiles ? files : throw new CollectingException($"These are {files.Count:N0} files; up to {MostFiles:N0} are read at once.");
    }

    private static IEnumerable<string> Below(string name)
    {
        if (!Directory.Exists(name))
            return [name];

        var found = Directory.EnumerateFiles(name, "*.sarif", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new CollectingException($"There is no *.sarif below {name}: build with --no-incremental -p:DecentralizationReport=true first.");
    }
}
