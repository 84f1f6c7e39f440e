using System.Runtime.CompilerServices;
using System.Text;
using Companion.Collecting;
using Companion.Collecting.Sarif;
using Companion.Tests.Support;

namespace Companion.Tests.Collecting;

/// <summary>Reports of the analyzer, put together and turned into evidence.</summary>
public sealed class SarifTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_compiler_wrote_is_read_whole()
    {
        var report = new StackReport(await SarifReader.ReadAsync(Real(), Ct), ["Shop"]);

        Assert.Equal(["PD1001 amazon-s3 T:Shop.Invoices in the source", "PD1001 amazon-s3 T:Shop.OrderService open"], report.All.Select(f => $"{f.Finding.Rule} {f.Finding.Vendor} {f.Finding.Container} {f.Finding.Waiver ?? "open"}"));
        Assert.Equal(["PD2002 is switched off in Shop"], report.BlindSpots);
        Assert.Equal(["Shop.IContentStore: Shop.MemoryStore, Shop.S3ContentStore"], report.Paths.Select(p => $"{p.Port}: {string.Join(", ", p.Implementations)}"));
        Assert.StartsWith("Code.cs:6: 'OrderService' creates 'AmazonS3Client'", Assert.Single(report.Places(5)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_target_frameworks_of_a_project_are_one_and_two_projects_are_two()
    {
        var first = new Sarif("Shop").Finding("PD1001", "amazon-s3", "blob-storage", "Orders").Finding("PD1003", "amazon-s3", "blob-storage", "Orders");
        var second = new Sarif("Shop").Finding("PD1001", "amazon-s3", "blob-storage", "Orders", waived: "inSource");
        var other = new Sarif("Web").Finding("PD1001", "amazon-s3", "blob-storage", "Orders").Finding("PD2003", "stripe", "payment", "Pay", level: "note");

        var report = await ReportAsync([("Shop.net8.0", first), ("Shop.net10.0", second), ("Web.net10.0", other)]);

        // One for each type and service, not for each rule or line; a note about exceptions is no debt.
        Assert.Equal(["Shop T:Shop.Orders", "Web T:Web.Orders"], report.Unwaived.Select(u => $"{u.Project} {u.Container}"));
        Assert.Equal((2m, null), Of(report, "findings"));
    }

    [Fact]
    public async Task A_service_is_behind_an_adapter_when_nothing_goes_around_it_waived_or_not()
    {
        var report = await ReportAsync([("Shop.net10.0", new Sarif("Shop")
            .Path("amazon-s3", "blob-storage", "Shop.IStore", "Shop.S3Store", "Shop.S3Store,Shop.MemoryStore")
            .Path("stripe", "payment", "Shop.IPayments", "Shop.StripePayments", "Shop.StripePayments")
            .Path("sendgrid", "email", "Shop.IMailer", "Shop.Mailer", "Shop.Mailer")
            .Finding("PD1002", "stripe", "payment", "Checkout", waived: "external")
            .Finding("PD3001", "openai", "llm", "Chat"))]);

        Assert.Equal((50m, 4), Of(report, "behind-adapter"));
        Assert.Equal((1m, null), Of(report, "findings"));
        Assert.Equal((1m, null), Of(report, "second-implementation"));
        Assert.Equal((1m, null), Of(report, "inventory"));
        // amazon, sendgrid and openai touch one part each, stripe two of five.
        Assert.Equal((2800m, 5), Of(report, "vendor-hhi"));
    }

    [Fact]
    public async Task Services_of_one_company_are_one_dependency()
    {
        var report = await ReportAsync([("Shop.net10.0", new Sarif("Shop").Finding("PD1001", "amazon-s3", "blob-storage", "A").Finding("PD1001", "amazon-sqs", "queue", "B").Finding("PD1001", "aws", "cloud", "C").Finding("PD1001", "stripe", "payment", "D"))]);

        Assert.Equal([("amazon", 3), ("stripe", 1)], report.Operators);
        Assert.Equal((6250m, 4), Of(report, "vendor-hhi"));
    }

    [Fact]
    public async Task Blind_spots_make_figures_unknown_and_never_clean()
    {
        var clean = new Sarif("Shop");
        (string, Sarif, string)[] blind =
        [
            ("Shop.net10.0", new Sarif("Shop").SwitchOff("PD1001"), "PD1001 is switched off in Shop"),
            ("Shop.net10.0", new Sarif("Shop").Silence("PD3001"), "PD3001 is switched off in Shop"),
            ("Shop.net10.0", new Sarif("Shop") { IsAnalysed = false }, "Shop was built without the analyzer (or not built at all: use --no-incremental)"),
            ("Shop.net10.0", new Sarif("Shop") { HasSummary = false }, "Shop was built without DecentralizationReport=true: its adapters are not known"),
            ("Shop.net10.0", new Sarif("Shop") { Succeeded = false }, "Shop did not compile"),
        ];

        foreach (var (name, sarif, says) in blind)
        {
            var report = await ReportAsync([(name, sarif)]);
            Assert.Equal([says], report.BlindSpots);
            foreach (var criterion in (string[])["behind-adapter", "findings", "second-implementation", "vendor-hhi"])
                Assert.Null(Of(report, criterion).Item1);
        }

        var missing = await ReportAsync([("Shop.net10.0", clean)], "Shop", "Web");
        Assert.Equal(["Web has no report"], missing.BlindSpots);
        Assert.Null(Of(missing, "findings").Item1);
        Assert.Equal((0m, null), Of(await ReportAsync([("Shop.net10.0", clean)], "Shop"), "findings"));
    }

    [Fact]
    public async Task The_places_that_help_most_come_first_and_are_five()
    {
        var sarif = new Sarif("Shop").Finding("PD1001", "stripe", "payment", "Once").Finding("PD3002", "twilio", "messaging", "Secret").Finding("PD2001", "mailgun", "email", "IMails");
        foreach (var type in (string[])["A", "B", "C", "D"])
            sarif.Finding("PD1001", "amazon-s3", "blob-storage", type);

        var places = StackFigures.Of(await ReportAsync([("Shop.net10.0", sarif)])).Single(f => f.Criterion == "findings").Places;

        Assert.Equal(["Secret.cs:7", "IMails.cs:7", "A.cs:7", "B.cs:7", "C.cs:7"], places.Select(p => p.Split(": ")[0]));
    }

    [Theory]
    [InlineData("", "not JSON that can be read")]
    [InlineData("{\"version\":\"2.1.0\",\"runs\":[{\"results\":[", "was the build interrupted?")]
    [InlineData("[]", "is not SARIF")]
    [InlineData("{\"version\":\"1.0.0\",\"runs\":[]}", "version=2.1")]
    [InlineData("{\"version\":\"2.1.0\",\"runs\":[]}", "has no run")]
    [InlineData("{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"ESLint\"}}}]}", "written by ESLint")]
    [InlineData("{\"version\":\"2.1.0\",\"runs\":[{\"results\":[]}]}", "not SARIF as the C# compiler writes it")]
    [InlineData("{\"version\":\"2.1.0\",\"runs\":[7]}", "not SARIF as the C# compiler writes it")]
    public async Task What_is_broken_or_foreign_is_refused(string text, string says)
    {
        var file = _folder.File("odd.sarif");
        await File.WriteAllTextAsync(file, text, Ct);

        Assert.Contains(says, (await Assert.ThrowsAsync<CollectingException>(() => SarifReader.ReadAsync(file, Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_deep_or_too_large_or_not_there_is_refused()
    {
        await File.WriteAllTextAsync(_folder.File("deep.sarif"), new StringBuilder().Append('[', 100_000).ToString(), Ct);
        await using (var huge = File.Create(_folder.File("huge.sarif")))
            huge.SetLength(SarifReader.LargestFile + 1);

        Assert.Contains("not JSON", (await Assert.ThrowsAsync<CollectingException>(() => SarifReader.ReadAsync(_folder.File("deep.sarif"), Ct))).Message, StringComparison.Ordinal);
        Assert.Contains("has 64 MB", (await Assert.ThrowsAsync<CollectingException>(() => SarifReader.ReadAsync(_folder.File("huge.sarif"), Ct))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<CollectingException>(() => SarifReader.ReadAsync(_folder.File("none.sarif"), Ct))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Project(\"{9A}\") = \"Shop\", \"src\\Shop\\Shop.csproj\", \"{1}\"\nProject(\"{9A}\") = \"Web\", \"src/Web/Web.csproj\", \"{2}\"\nProject(\"{9A}\") = \"docs\", \"docs\", \"{3}\"")]
    [InlineData("<Solution><Project Path=\"src/Shop/Shop.csproj\" /><Project Path=\"src/Web/Web.csproj\" /></Solution>")]
    public async Task A_solution_says_which_projects_there_are(string text)
    {
        await File.WriteAllTextAsync(_folder.File("all.sln"), text, Ct);

        Assert.Equal(["Shop", "Web"], await Solution.ProjectsAsync(_folder.File("all.sln"), Ct));
    }

    private static string Real([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Reports", "Shop.netstandard2.1.decentralization.sarif");

    private static (decimal?, int?) Of(StackReport report, string criterion)
    {
        var figure = StackFigures.Of(report).Single(f => f.Criterion == criterion);
        return (figure.Value, figure.Cases);
    }

    private async Task<StackReport> ReportAsync((string Name, Sarif Sarif)[] reports, params string[] expected)
    {
        var projects = new List<ProjectReport>();
        foreach (var (name, sarif) in reports)
        {
            var file = _folder.File($"{name}.decentralization.sarif");
            await File.WriteAllTextAsync(file, sarif.ToString(), Ct);
            projects.AddRange(await SarifReader.ReadAsync(file, Ct));
        }

        return new(projects, expected);
    }
}
