using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Tests;

/// <summary>What a project can say: own services, adapters by name, a baseline, generated code.</summary>
public sealed class ConfigurationTests
{
    private const string Creates = S.Usings + "namespace Shop.Sales { class Order { AmazonS3Client c = new(); } }";

    [Theory]
    [InlineData("decentralization.adapter_namespaces", "Shop.Sales")]
    [InlineData("decentralization.adapter_namespaces", "Other, Shop.*")]
    [InlineData("build_property.DecentralizationAdapter", "true")]
    [InlineData("decentralization.ignored_vendors", "amazon-s3")]
    [InlineData("build_property.IsTestProject", "true")]
    public async Task An_option_declares_the_place_an_adapter(string key, string value) => Assert.Equal("", await Run.Of(Creates).Option(key, value).IdsAsync());

    [Fact]
    public async Task An_attribute_of_ones_own_declares_an_adapter()
    {
        const string attribute = "class DecentralizationAdapterAttribute : System.Attribute { }";

        Assert.Equal("", await Run.Of(S.Usings + attribute + "[DecentralizationAdapter] class Order { AmazonS3Client c = new(); }").IdsAsync());
        Assert.Equal("", await Run.Of(S.Usings + "[assembly: DecentralizationAdapter]" + attribute + "class Order { AmazonS3Client c = new(); }").IdsAsync());
    }

    [Fact]
    public async Task Without_inference_only_what_is_marked_is_an_adapter()
    {
        const string store = S.Usings + S.Port + "namespace Shop { class S3Store : IContentStore { AmazonS3Client c = new(); public Task DeleteAsync(string k) => c.DeleteObjectAsync(k, k); } }";

        Assert.Equal("", await Run.Of(store).IdsAsync());
        Assert.Equal("PD1001", await Run.Of(store).Option("decentralization.adapter_mode", "annotated").IdsAsync());
    }

    [Fact]
    public async Task A_service_of_ones_own_is_found_and_a_built_in_one_can_go()
    {
        const string acme = """{ "vendors": [ { "id": "acme", "capability": "payment", "hosts": ["api.acme.example"] }, { "id": "amazon-s3", "disabled": true } ] }""";

        Assert.Equal("PD3001", await Run.Of("class Order { const string U = \"https://api.acme.example/v1\"; }").File("decentralization.json", acme).IdsAsync());
        Assert.Equal("", await Run.Of(Creates).File("decentralization.shop.json", acme).IdsAsync());
    }

    [Theory]
    [InlineData("{", 0)]
    [InlineData("{ \"vendors\":\n [ { \"id\": \"acme\" } ] }", 1)]
    [InlineData("{ \"vendors\": [\n\n { \"id\": \"acme\", \"capability\": \"storage\" } ] }", 2)]
    [InlineData("{\n \"vendor\": [ ] }", 1)]
    [InlineData("{ \"vendors\": [ { \"id\": \"acme\", \"capability\": \"payment\",\n \"secrets\": [ { \"marker\": \"ab\", \"pattern\": \"(\" } ] } ] }", 1)]
    [InlineData("{ \"vendors\": [ { \"id\": \"acme\", \"capability\": \"payment\",\n \"hosts\": [ 3 ] } ] }", 1)]
    public async Task A_wrong_entry_is_shown_at_its_line(string json, int line)
    {
        var found = Assert.Single(await Run.Of("class Order { }").File("decentralization.json", json).AllAsync(), d => d.Id == "PD9002");

        Assert.Equal(line, found.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal("decentralization.json", found.Location.GetLineSpan().Path);
    }

    [Fact]
    public async Task The_baseline_silences_what_it_holds_and_nothing_else()
    {
        const string line = "# accepted\nPD1001|amazon-s3|T:Shop.Sales.Order|AmazonS3Client\n";

        Assert.Equal("", await Run.Of(Creates).File(UserFiles.BaselineName, line).IdsAsync());
        Assert.Equal("PD1001", Assert.Single(await Run.Of(Creates).File(UserFiles.BaselineName, line).AllAsync(suppressed: true)).Id);
        Assert.Equal("", await Run.Of("\n\n\n" + Creates).File(UserFiles.BaselineName, line).IdsAsync());
        Assert.Equal("PD1001 PD9003", await Run.Of(Creates).File(UserFiles.BaselineName, line.Replace("1001", "1002", StringComparison.Ordinal)).IdsAsync());
    }

    [Fact]
    public async Task The_baseline_holds_what_is_only_known_at_the_end_too()
    {
        const string registers = S.Usings + "namespace Shop { static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<IAmazonS3, AmazonS3Client>(); } }";

        Assert.Equal("PD4001", await Run.Of(registers).IdsAsync());
        Assert.Equal("", await Run.Of(registers).File(UserFiles.BaselineName, "PD4001|amazon-s3|T:Shop.Setup|IAmazonS3").IdsAsync());
    }

    [Theory]
    [InlineData("decentralization.adapter", "true", "")]
    [InlineData("decentralization.adapter", "false", "PD1001")]
    [InlineData("build_property.DecentralizationSample", "true", "")]
    [InlineData("build_property.DecentralizationSample", "false", "PD1001")]
    [InlineData("build_property.ProjectDir", "/src/shop/samples/Orders/", "")]
    [InlineData("build_property.ProjectDir", "/src/shop/src/Orders/", "PD1001")]
    public async Task A_file_or_project_can_say_what_it_is(string key, string value, string expected) => Assert.Equal(expected, await Run.Of(Creates).Option(key, value).IdsAsync());

    [Theory]
    [InlineData("Amazon.Trade.Orders", "Amazon.Trade.Orders", "PD1001")]
    [InlineData("Trade.Amazon.Orders", "Trade.Amazon.Orders", "")]
    public async Task A_word_in_the_root_of_a_whole_family_makes_no_adapters(string assembly, string space, string expected)
    {
        var code = S.Usings + S.Port + $"namespace {space} {{ class S3Store : Shop.IContentStore {{ IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); }} class Order {{ AmazonS3Client c = new(); }} }}";

        Assert.Equal(expected, await Run.Of(code).Assembly(assembly).IdsAsync());
    }

    [Theory]
    [InlineData("Discord.Net.Core", "https://discord.com/api", "")]
    [InlineData("Discord.Net.Core", "https://api.stripe.com/v1", "PD3001")]
    [InlineData("Shop.Discord", "https://discord.com/api", "PD3001")]
    [InlineData("Azure.Shop", "https://shop.blob.core.windows.net/x", "PD3001")]
    public async Task A_library_that_begins_with_the_vendors_name_may_name_its_hosts(string assembly, string url, string expected) =>
        Assert.Equal(expected, await Run.Of($"class Links {{ const string Base = \"{url}\"; }}").Assembly(assembly).IdsAsync());

    [Theory]
    [InlineData("Task<Azure.Response<Azure.Storage.Blobs.Models.BlobInfo>> UploadAsync(string key);", "PD2001")]
    [InlineData("Task<Azure.Response> UploadAsync(string key, Azure.Storage.Blobs.Models.BlobInfo how);", "PD2001")]
    [InlineData("Task<Azure.Response<string>> UploadAsync(string key);", "")]
    public async Task What_a_providers_services_share_hides_no_type_of_one_of_them(string member, string expected)
    {
        var core = References.Compile("Azure.Core", "namespace Azure { public class Response { } public class Response<T> { } }");
        var blobs = References.Compile("Azure.Storage.Blobs", "namespace Azure.Storage.Blobs.Models { public class BlobInfo { } }");

        Assert.Equal(expected, await Run.Of($"using System.Threading.Tasks; public interface IFiles {{ {member} }}").Reference(core).Reference(blobs).IdsAsync());
    }

    [Fact]
    public async Task Folders_above_the_repository_say_nothing()
    {
        Assert.Equal("PD1001", await Run.Of(Creates).Option("build_property.DecentralizationRoot", "/home/me/samples/shop/").Option("build_property.ProjectDir", "/home/me/samples/shop/src/").IdsAsync());
        Assert.Equal("PD1001", await Run.Of(Creates).Option("build_property.DecentralizationRoot", "/home/me/tests/shop/").Option("build_property.ProjectDir", "/home/me/tests/shop/src/").IdsAsync());
        Assert.Equal("PD1001", await Run.Of(Creates).Option("build_property.ProjectDir", "/home/me/tests/shop/src/").IdsAsync());
        Assert.Equal("", await Run.Of(Creates).Option("build_property.DecentralizationRoot", "/home/me/shop/").Option("build_property.ProjectDir", "/home/me/shop/tests/Fixtures/").IdsAsync());
    }

    [Theory]
    [InlineData("PD1001|amazon-s3|T:Shop.Sales.Order|AmazonS3Client", "PD9003")]
    [InlineData("PD1001|amazon-s3|T:Elsewhere.Order|AmazonS3Client", "")]
    [InlineData("AmazonS3Client", "PD9002")]
    [InlineData("PD1001|amazon-s3|T:Shop.Sales.Order", "PD9002")]
    [InlineData("# PD1001|amazon-s3|T:Shop.Sales.Order|AmazonS3Client", "")]
    public async Task A_stale_or_unreadable_line_is_said(string line, string expected) =>
        Assert.Equal(expected, await Run.Of("namespace Shop.Sales { class Order { } }").File(UserFiles.BaselineName, line).IdsAsync());

    [Theory]
    [InlineData("Page_razor.g.cs", "", "PD1001")]
    [InlineData("Page_razor.g.cs", "none", "")]
    [InlineData("Client.g.cs", "", "")]
    [InlineData("Client.g.cs", "all", "PD1001")]
    [InlineData("Form.Designer.cs", "", "")]
    public async Task Generated_code_is_read_as_asked(string path, string mode, string expected) =>
        Assert.Equal(expected, await new Run().Source(path, Creates).Option("decentralization.analyze_generated", mode).IdsAsync());

    [Fact]
    public async Task The_summary_lists_the_evidence_for_each_adapter()
    {
        var run = Run.Of(S.Usings + S.Port + "namespace Shop { class S3Store : IContentStore { AmazonS3Client c = new(); public Task DeleteAsync(string k) => c.DeleteObjectAsync(k, k); } }");
        var found = await run.AllAsync();
        var summary = Assert.Single(found, d => d.Id == "PD9001");

        Assert.Equal(Location.None, summary.Location);
        Assert.Equal("Shop.S3Store=implements:IContentStore;client;word:s3;ports:0", summary.Properties["adapters"]);
        Assert.Equal("IContentStore", Assert.Single(found, d => d.Id == "PD4002").GetMessage(System.Globalization.CultureInfo.InvariantCulture).Split('\'')[1]);
    }
}
