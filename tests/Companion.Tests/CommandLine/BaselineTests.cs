using System.Text.Json;
using Companion.CommandLine;

namespace Companion.Tests.CommandLine;

/// <summary>The baseline is written once and then only shrinks.</summary>
public sealed class BaselineTests : IDisposable
{
    private const string First = "PD1001|amazon-s3|T:Shop.Order|AmazonS3Client";
    private const string Second = "PD2001|stripe|T:Shop.IPay|Customer";

    private readonly string _folder = Directory.CreateTempSubdirectory("companion-baseline-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string File => Path.Combine(_folder, "decentralization-baseline.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Report(params (string Fingerprint, string? Suppressed)[] results) => JsonSerializer.Serialize(new
    {
        runs = new[]
        {
            new
            {
                tool = new { driver = new { rules = new[] { new { id = "CS0168" }, new { id = "PD1001" } } } },
                results = results.Select(r => new
                {
                    properties = new { customProperties = new { fingerprint = r.Fingerprint } },
                    suppressions = r.Suppressed is null ? [] : new[] { new { kind = "inSource", properties = new { suppressionType = r.Suppressed } } },
                }),
            },
        },
    });

    private async Task<int> RunAsync(string report)
    {
        var path = Path.Combine(_folder, "Shop.net10.0.decentralization.sarif");
        await System.IO.File.WriteAllTextAsync(path, report, TestContext.Current.CancellationToken);
        return await Baseline.RunAsync([_folder], File, _output, _error, TestContext.Current.CancellationToken);
    }

    private string[] Entries() => [.. System.IO.File.ReadAllLines(File).Where(l => l[0] != '#')];

    [Fact]
    public async Task Is_written_the_first_time_without_what_people_suppressed_with_a_reason()
    {
        Assert.Equal(0, await RunAsync(Report((Second, null), (First, null), ("PD1002|x|T:Y|Z", "SuppressMessageAttribute"))));
        Assert.Equal([First, Second], Entries());
    }

    [Fact]
    public async Task Loses_what_is_gone_and_keeps_comments()
    {
        await RunAsync(Report((First, null), (Second, null)));

        Assert.Equal(0, await RunAsync(Report((Second, "DiagnosticSuppressor { Suppression Id: PDS2001, Suppression Justification: Accepted in decentralization-baseline.txt }"))));
        Assert.Equal([Second], Entries());
        Assert.StartsWith("# Findings", (await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken))[0], StringComparison.Ordinal);
        Assert.Contains($"Gone: {First}", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_grows_and_says_what_is_new()
    {
        await RunAsync(Report((First, null)));

        Assert.Equal(1, await RunAsync(Report((First, null), (Second, null))));
        Assert.Equal([First], Entries());
        Assert.Contains($"New, and not accepted: {Second}", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"runs\": [ { \"tool\": { \"driver\": { \"rules\": [ { \"id\": \"CS0168\" } ] } }, \"results\": [] } ] }")]
    [InlineData("{ \"runs\": 3 }")]
    [InlineData("not json")]
    public async Task A_project_that_was_not_analysed_writes_nothing(string report)
    {
        Assert.Equal(1, await RunAsync(report));
        Assert.False(System.IO.File.Exists(File));
        Assert.NotEmpty(_error.ToString());
    }

    [Fact]
    public async Task A_folder_without_reports_is_refused()
    {
        Assert.Equal(1, await Baseline.RunAsync([_folder], File, _output, _error, TestContext.Current.CancellationToken));
        Assert.Contains("DecentralizationReport=true", _error.ToString(), StringComparison.Ordinal);
    }
}
