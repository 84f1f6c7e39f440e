using System.Globalization;
using System.Runtime.CompilerServices;
using Companion.Tests.Support;

namespace Companion.Tests;

/// <summary>The tour of the README, walked as it is written there.</summary>
public sealed class TourTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_step_of_the_tour_works_as_written()
    {
        using var app = new App(new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(1)));
        using var http = app.CreateClient();
        var rows = File.ReadLines(ReadMe()).SkipWhile(l => l != "## A tour of the chat").TakeWhile(l => !l.StartsWith("A button", StringComparison.Ordinal))
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(l => l.Split('|', StringSplitOptions.TrimEntries)).ToList();

        Assert.True(rows.Count > 15);
        foreach (var row in rows)
        {
            var (person, line) = (await ChatPerson.NamedAsync(http, row[1], Ct), row[2].Trim('`'));
            var answer = row[3].Length == 0 ? await person.SayAsync(line, Ct) : await person.SubmitAsync(line, Fields(row[3]), Ct);
            app.Time.Set(app.Time.GetUtcNow().AddMinutes(5));
            await app.TickAsync(Ct);

            Assert.True(answer.Kind is "done" or "show", $"{line}: {answer.Reply}");
            Assert.DoesNotContain("Not done", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("did not understand", answer.Text, StringComparison.Ordinal);
        }

        var taken = (await (await ChatPerson.NamedAsync(http, "Cleo", Ct)).SayAsync("export json", Ct)).Text;
        var file = await http.GetStringAsync(new Uri(System.Text.RegularExpressions.Regex.Match(taken, "/exports/[A-Za-z0-9_-]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value, UriKind.Relative), Ct);
        Assert.Contains("The promise was too early.", file, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Fields(string written) => written.Split("; ")
        .Select(f => f.Split(" = ", 2)).ToDictionary(f => f[0], f => f[1] == "in 30 days" ? new DateOnly(2026, 4, 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : f[1], StringComparer.Ordinal);

    private static string ReadMe([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "README.md");
}
