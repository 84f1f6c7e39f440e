using Companion.Tests.Faults;
using Companion.Tests.Support;

namespace Companion.Tests.Collecting;

/// <summary>The evidence commands against a server that listens, with a token that a steward made.</summary>
[Collection("console")]
public sealed class CommandLineTests : IAsyncLifetime
{
    private readonly App _app = new(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));
    private readonly TempFolder _folder = new();
    private HttpClient _http = null!;
    private ChatPerson _steward = null!;
    private ApiClient _api = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _http = new() { BaseAddress = _app.Listen() };
        _steward = await Team.SetUpAsync(_http, Ct);
        await _steward.SubmitAsync("setup", new() { ["unit"] = "tech-stack", ["level"] = "20", ["target"] = "40", ["rationale"] = "the inventory is written" }, Ct);
        _api = await ApiClient.MadeByAsync(_http, _steward, Ct, "ci scope evidence,read");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _folder.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task One_measurement_is_sent_and_counts()
    {
        var (code, says) = await RunAsync("send", "--unit", "contributors", "--criterion", "outside-share", "--value", "35%", "--cases", "20", "--note", "by hand");

        Assert.Equal((0, true), (code, says.Contains("1 measurement counts now", StringComparison.Ordinal)));
        Assert.Equal(35, await ValueAsync("contributors", "outside-share"));
    }

    [Theory]
    [InlineData("The server refused (422): There is no unit \"moon\"", "send", "--unit", "moon", "--criterion", "tides", "--value", "1")]
    [InlineData("contributors has no criterion \"tides\"", "send", "--unit", "contributors", "--criterion", "tides", "--value", "1")]
    [InlineData("is no value", "send", "--unit", "contributors", "--criterion", "turnout", "--value", "many")]
    [InlineData("observedAt is an RFC 3339 instant", "send", "--unit", "contributors", "--criterion", "turnout", "--value", "30", "--at", "yesterday")]
    [InlineData("is no address of a server", "send", "--unit", "contributors", "--criterion", "turnout", "--value", "30", "--server", "here")]
    [InlineData("does not answer", "send", "--unit", "contributors", "--criterion", "turnout", "--value", "30", "--server", "http://127.0.0.1:1")]
    [InlineData("Nobody knows this token", "send", "--unit", "contributors", "--criterion", "turnout", "--value", "30", "--token", "cmpn_0000000000000000000000000000000000000000000")]
    [InlineData("A token is needed", "send", "--unit", "contributors", "--criterion", "turnout", "--value", "30", "--token", " ")]
    [InlineData("send has no option --case. Did you mean --cases?", "send", "--unit", "contributors", "--criterion", "turnout", "--value", "30", "--case", "2")]
    [InlineData("is no address of a server", "send", "--unit", "contributors", "--criterion", "turnout", "--value", "30", "--url", "here")]
    [InlineData("cannot be read", "csv", "nowhere.csv")]
    [InlineData("cannot be read", "sarif", "nowhere.sarif", "--unit", "tech-stack")]
    [InlineData("There is no folder", "git", "nowhere", "--unit", "contributors", "--core-domain", "example.org")]
    [InlineData("Write --until as a day", "git", ".", "--unit", "contributors", "--core-domain", "example.org", "--until", "0001-01-01")]
    [InlineData("Say who is of the core team", "git", ".", "--unit", "contributors")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(string says, params string[] arguments)
    {
        var (code, said) = await RunAsync(arguments);

        Assert.Equal(1, code);
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_sent_as_a_whole()
    {
        var file = _folder.File("evidence.csv");
        await File.WriteAllTextAsync(file, "Unit;Criterion;Value;Cases;Observed at;Note\ncontributors;turnout;30%;;2026-01-03;\"of 40; all asked\"\ntech-stack;inventory;yes;;;\ngate;breaking-changes;?;;;\n", Ct);
        var (code, says) = await RunAsync("csv", file);
        await File.WriteAllTextAsync(file, "criterion,value\nturnout,40\nturnout,soon\n", Ct);
        var (refused, why) = await RunAsync("csv", file, "--unit", "contributors");
        await File.WriteAllTextAsync(file, "\uFEFFcriterion,value,note\nturnout,40,\"by hand\n", Ct);
        var (unclosed, quote) = await RunAsync("csv", file, "--unit", "contributors");

        Assert.Equal((0, 1, 1), (code, refused, unclosed));
        Assert.Contains("Line 2 opens a quote", quote, StringComparison.Ordinal);
        Assert.Contains("3 measurements count now", says, StringComparison.Ordinal);
        Assert.Contains("Line 3: \"soon\" is no value", why, StringComparison.Ordinal);
        Assert.Equal(1, await ValueAsync("tech-stack", "inventory"));
    }

    [Fact]
    public async Task A_repository_becomes_evidence_for_the_criteria_that_the_unit_has()
    {
        using var repository = new Repository();
        repository.Commit("Ana <ana@core.example.org>", 1, 2).Commit("Ben <ben@gmail.com>", 1, 3);

        var (code, says) = await RunAsync("git", repository.Path, "--unit", "contributors", "--core-domain", "core.example.org", "--until", "2026-02-01", "--explain");
        var (dry, printed) = await RunAsync("git", repository.Path, "--unit", "contributors", "--core-domain", "core.example.org", "--until", "2026-02-01", "--dry-run");

        Assert.Equal((0, 0), (code, dry));
        Assert.Contains("5 measurements count now", says, StringComparison.Ordinal);
        Assert.Contains("ben@gmail.com", says, StringComparison.Ordinal);
        Assert.DoesNotContain("ben@gmail.com", printed, StringComparison.Ordinal);
        Assert.Contains("\"criterion\": \"absence-factor\"", printed, StringComparison.Ordinal);
        Assert.Equal(50, await ValueAsync("contributors", "outside-share"));
    }

    [Fact]
    public async Task Reports_become_evidence_and_why_names_the_places()
    {
        var sarif = new Sarif("Shop").Path("stripe", "payment", "Shop.IPayments", "Shop.StripePayments", "Shop.StripePayments");
        foreach (var type in (string[])["A", "B", "C", "D", "E", "F"])
            sarif.Finding("PD1001", "amazon-s3", "blob-storage", type);
        await File.WriteAllTextAsync(_folder.File("Shop.net10.0.decentralization.sarif"), sarif.ToString(), Ct);

        var (code, says) = await RunAsync("sarif", _folder.Path, "--unit", "tech-stack", "--expect-projects", "Shop", "--link", "https://example.org/build/1");

        var why = await _steward.SayAsync("why tech-stack", Ct);
        var findings = await _steward.SayAsync("why tech-stack findings", Ct);
        Assert.Equal(0, code);
        Assert.Contains("No blind spots.", says, StringComparison.Ordinal);
        Assert.Equal((6, 50m), (await ValueAsync("tech-stack", "findings"), await ValueAsync("tech-stack", "behind-adapter")));
        foreach (var file in (string[])["A.cs:7", "B.cs:7", "C.cs:7", "D.cs:7", "E.cs:7"])
            Assert.Contains(file, why.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("F.cs:7", why.Text, StringComparison.Ordinal);
        Assert.Contains("https://example.org/build/1", findings.Text, StringComparison.Ordinal);
    }

    private async Task<decimal?> ValueAsync(string unit, string criterion) =>
        (await _api.GetAsync($"/units/{unit}/assessment", Ct)).Json.GetProperty("readings").EnumerateArray().Single(r => r.GetProperty("criterion").GetString() == criterion).GetProperty("value").GetDecimal();

    /// <summary>Runs the program as a person does, with what it wrote to both outputs.</summary>
    private async Task<(int Code, string Says)> RunAsync(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var says = new StringWriter();
        var synchronized = TextWriter.Synchronized(says);
        Console.SetOut(synchronized);
        Console.SetError(synchronized);
        try
        {
            string[] where = arguments.Contains("--server") || arguments.Contains("--url") ? [] : ["--server", _http.BaseAddress!.ToString()];
            string[] token = arguments.Contains("--token") ? [] : ["--token", _api.Token!];
            var code = await Companion.CommandLine.Commands.Root().Parse(["evidence", .. arguments, .. where, .. token]).InvokeAsync(cancellationToken: Ct);
            return (code, says.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}

/// <summary>The console is one for the process: tests that read what is written there run alone.</summary>
[CollectionDefinition("console", DisableParallelization = true)]
public sealed class ConsoleCollection;
