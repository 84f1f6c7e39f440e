using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Tests.Rules;

/// <summary>Every rule has a page, a release line, a help link and a message with a way out.</summary>
public sealed class PageTests
{
    private static string Read(string path) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path));

    public static TheoryData<string> Ids => [.. Analyzers.Rules.All.Select(r => r.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_page_that_agrees(string id)
    {
        var rule = Analyzers.Rules.All.Single(r => r.Id == id);
        var page = Read($"rules/{id}.md");
        var severity = !rule.IsEnabledByDefault ? "off" : $"{rule.DefaultSeverity}".ToLowerInvariant();

        Assert.StartsWith($"# {id}: {rule.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"Default severity: {severity}", page, StringComparison.Ordinal);
        foreach (var part in new[] { "## Before", "## After", "## Fix", "## When to suppress" })
            Assert.Contains(part, page, StringComparison.Ordinal);
        Assert.EndsWith($"/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_release_line_that_agrees(string id)
    {
        var rule = Analyzers.Rules.All.Single(r => r.Id == id);
        var severity = rule.IsEnabledByDefault ? $"{rule.DefaultSeverity}" : "Disabled";

        Assert.Contains($"{id} | {rule.Category} | {severity} | {rule.Title}", Read("AnalyzerReleases.Unshipped.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_and_rules_are_the_same_set() =>
        Assert.Equal(Analyzers.Rules.All.Select(r => r.Id).Order(), Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "rules"), "PD*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order());

    [Fact]
    public async Task The_message_names_the_offender_and_the_way_out()
    {
        var found = Assert.Single(await Run.Of(S.Usings + "class OrderService { AmazonS3Client c = new(); }").AllAsync(), d => d.Id == "PD1001");

        Assert.Equal("'OrderService' creates 'AmazonS3Client' (Amazon S3, blob storage). Depend on a port such as 'IContentStore' and keep the SDK in an adapter.", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("amazon-s3", found.Properties["vendor"]);
        Assert.Equal("PD1001|amazon-s3|T:OrderService|AmazonS3Client", found.Properties["fingerprint"]);
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
    }

    [Fact]
    public async Task A_credential_is_never_printed()
    {
        var found = Assert.Single(await Run.Of("class Order { string K = \"sk_live_4eC39HqLyjWDarjtT1zdp7dc\"; }").AllAsync(), d => d.Id == "PD3002");

        Assert.DoesNotContain("4eC39", found + string.Concat(found.Properties.Values), StringComparison.Ordinal);
    }
}
