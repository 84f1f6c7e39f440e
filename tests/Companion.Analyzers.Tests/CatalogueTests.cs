using Companion.Analyzers.Catalogue;

namespace Companion.Analyzers.Tests;

/// <summary>The data must hold together: what it names exists once, and nothing is half described.</summary>
public sealed class CatalogueTests
{
    private static readonly ServiceCatalogue Known = ServiceCatalogue.BuiltIn;

    private static JsonNode Root()
    {
        using var reader = new StreamReader(typeof(ServiceCatalogue).Assembly.GetManifestResourceStream("catalogue.json")!);
        return JsonParser.Parse(reader.ReadToEnd());
    }

    [Fact]
    public void Holds_at_least_sixty_services_in_every_capability()
    {
        Assert.True(Known.Vendors.Values.Count(v => !v.Shared) >= 60);
        Assert.Equal(Known.Capabilities.Keys.Order(), Known.Vendors.Values.Select(v => v.Capability.Id).Distinct().Order());
        Assert.All(Known.Capabilities.Values, c => Assert.True(c.Alternatives.Length >= 2, c.Id));
    }

    [Fact]
    public void Every_service_has_a_source_and_a_way_to_be_told()
    {
        Assert.All(Root()["vendors"]!.Items, v => Assert.True(Uri.TryCreate(v["source"]?.Text, UriKind.Absolute, out _), v["id"]!.Text));
        Assert.All(Known.Vendors.Values, v => Assert.True(v.Assemblies.Length + v.Hosts.Length > 0, v.Id));
        Assert.All(Known.Vendors.Values.Where(v => v.Clients.Length > 0), v => Assert.True(v.Assemblies.Length > 0 && v.Namespaces.Length > 0, v.Id));
    }

    [Fact]
    public void No_assembly_and_no_host_is_claimed_twice()
    {
        Assert.Empty(Known.Vendors.Values.SelectMany(v => v.Assemblies).GroupBy(a => a, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(Known.Vendors.Values.SelectMany(v => v.Hosts).GroupBy(h => h.ToString(), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void The_schema_knows_the_same_words_as_the_reader()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "decentralization.schema.json")));
        var vendor = schema.RootElement.GetProperty("properties").GetProperty("vendors").GetProperty("items").GetProperty("properties");

        Assert.Equal(CatalogueReader.VendorKeys.Order(), vendor.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(CatalogueReader.RootKeys.Order(), schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order());
    }

    [Theory]
    [InlineData("slack.com", "slack")]
    [InlineData("hooks.slack.com", "slack")]
    [InlineData("smba.trafficmanager.net", "microsoft-teams")]
    [InlineData("login.botframework.com", "microsoft-teams")]
    [InlineData("graph.microsoft.com", "microsoft-graph")]
    [InlineData("b.s3.eu-west-1.amazonaws.com", "amazon-s3")]
    [InlineData("example.org", null)]
    [InlineData("notslack.com", null)]
    public void Finds_a_service_by_its_host(string host, string? vendor) => Assert.Equal(vendor, Known.OfHost(host).FirstOrDefault()?.Id);

    [Theory]
    [InlineData("*.s3.amazonaws.com", "b.s3.amazonaws.com", true)]
    [InlineData("s3.*.amazonaws.com", "s3.eu-west-1.amazonaws.com", true)]
    [InlineData("api.stripe.com", "api.stripe.com.example.org", false)]
    [InlineData("*.auth0.com", "auth0.com", false)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("ab*ba", "aba", false)]
    public void A_star_stands_for_any_run(string pattern, string name, bool matches) => Assert.Equal(matches, new NamePattern(pattern).Matches(name));
}
