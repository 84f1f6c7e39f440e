using System.Runtime.CompilerServices;
using Companion.Chat;
using Companion.Commands;
using Companion.Messages;
using Companion.Tests.Support;

namespace Companion.Tests.Domain;

/// <summary>What each command refuses, line by line in <c>refusals.txt</c>: a sentence that helps, at its field where there is one, and nothing changed.</summary>
public sealed class RefusalTests
{
    private static readonly Lazy<IReadOnlyList<Row>> Rows = new(() => [.. Read()]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_line_is_refused_with_its_sentence_and_changes_nothing()
    {
        using var coop = await Cooperative.SetUpAsync();
        var before = await Cooperative.ShownAsync(coop.Ana, "decisions verify");
        var wrong = new List<string>();

        foreach (var row in Rows.Value)
        {
            var answer = row.Fields is null ? await coop[row.Who].SayAsync(row.Line, Ct) : await coop[row.Who].SubmitAsync(row.Line, row.Fields, Ct);
            var said = row.Field.Length == 0 ? answer.Text : answer.Kind == "errors" && answer.Reply.GetProperty("byField").TryGetProperty(row.Field, out var at) ? at.GetString()! : "";
            if (row.Says != "-" && (answer.Kind == "done" || !said.Contains(row.Says, StringComparison.Ordinal)))
                wrong.Add($"{row}: {answer.Kind}: {answer.Text}{(answer.Kind == "errors" ? answer.Reply : "")}");
            if (answer.Text.Contains("Something went wrong", StringComparison.Ordinal))
                wrong.Add($"{row}: failed");
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
        Assert.Equal(before, await Cooperative.ShownAsync(coop.Ana, "decisions verify"));
    }

    [Fact]
    public void Every_command_that_changes_something_has_a_line()
    {
        // What only shows something has nothing to refuse, or is refused as a line before it is a command.
        string[] show = ["ShowHelp", "ShowHome", "ShareAnswer", "ShowGate", "ListCheckIns", "ListTokens", "ListUnits", "ListMembers", "ListHolidays", "ListStages", "ListCriteria", "VerifyLog", "JoinOrganisation"];
        // These have tables of their own, in CriteriaTests, UnitTests and GateAndDependencyTests.
        string[] elsewhere = ["EditCriterion", "RemoveCriterion", "ExemptCriterion", "RemoveStage", "FreeStage", "ListDecisions"];
        var walked = Rows.Value.Select(r => CommandParser.Parse(new Said(r.Line)).IsRefused(out _, out var command) ? null : command.GetType().Name).OfType<string>().ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], typeof(Command).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Command))).Select(t => t.Name).Except(walked).Except(show).Except(elsewhere).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Row> Read([CallerFilePath] string here = "")
    {
        foreach (var line in File.ReadAllLines(Path.Combine(Path.GetDirectoryName(here)!, "refusals.txt")).Where(l => l.Length > 0 && l[0] != '#'))
            if (line.Split('|', StringSplitOptions.TrimEntries) is [var who, var said, var fields, var field, var says])
                yield return new(who, said, fields.Length == 0 ? null : fields.Split("; ").Select(f => f.Split('=', 2)).ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal), field, says);
            else
                throw new InvalidDataException(line);
    }

    private sealed record Row(string Who, string Line, Dictionary<string, string>? Fields, string Field, string Says);
}
