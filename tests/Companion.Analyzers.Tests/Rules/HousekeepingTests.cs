using Companion.Analyzers.Tests.Support;

namespace Companion.Analyzers.Tests.Rules;

/// <summary>PD4002 and the rules about the project's own files: what they say, and when they have nothing to say.</summary>
public sealed class HousekeepingTests
{
    private const string S3Store = " class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); }";
    private const string Created = "class Order { AmazonS3Client c = new(); }";

    private static Task<int> CountAsync(string id, string code) => CountAsync(id, Run.Of(S.Usings + S.Port + "namespace Shop.Sales { " + code + " }"));

    private static async Task<int> CountAsync(string id, Run run) => (await run.AllAsync()).Count(d => d.Id == id);

    [Theory]
    [InlineData(S3Store)]
    [InlineData(S3Store + " class NullStore : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; }")]
    [InlineData(S3Store + " class FakeStore : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; }")]
    [InlineData("abstract class Store { public abstract Task DeleteAsync(string k); } class S3Things : Store { IAmazonS3? c; public override Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); }")]
    [InlineData("interface IPay { Task PayAsync(); } class StripePay : IPay { CustomerService? c; public Task PayAsync() { c!.Create(new CustomerCreateOptions()); return Task.CompletedTask; } }")]
    public async Task A_port_with_one_central_adapter_has_no_swap_path(string code) => Assert.Equal(1, await CountAsync("PD4002", code));

    [Theory]
    [InlineData(S3Store + " class DiskStore : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; }")]
    [InlineData(S3Store + " class GoogleStore : Shop.IContentStore { StorageClient? c; public Task DeleteAsync(string k) { c!.DeleteObject(k, k); return Task.CompletedTask; } }")]
    [InlineData("class DiskStore : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; }")]
    [InlineData("class Order { public Order(Shop.IContentStore s) { } }")]
    [InlineData(Created)]
    public async Task A_port_with_another_way_or_no_adapter_is_not_named(string code) => Assert.Equal(0, await CountAsync("PD4002", code));

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData(Created, 1, 0)]
    [InlineData(S3Store, 0, 1)]
    [InlineData(S3Store + Created, 1, 1)]
    [InlineData(Created + " class Bill { CustomerService c = new(); }", 2, 0)]
    public async Task The_summary_counts(string code, int findings, int adapters)
    {
        var summary = Assert.Single(await Run.Of(S.Usings + S.Port + "namespace Shop.Sales { " + code + " }").AllAsync(), d => d.Id == "PD9001");

        Assert.Equal(findings, summary.Properties.Where(p => p.Key.StartsWith("findings.", StringComparison.Ordinal)).Sum(p => int.Parse(p.Value!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(adapters, summary.Properties["adapters"]!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("class Plain : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; }")]
    [InlineData("class CleanupController : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; }")]
    [InlineData("class S3Settings : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; }")]
    [InlineData("interface IS3Store : Shop.IContentStore { }")]
    [InlineData("static class S3Names { public static string Of(string k) => k; }")]
    public async Task The_summary_does_not_take_it_for_an_adapter(string code) =>
        Assert.Equal("", Assert.Single(await Run.Of(S.Usings + S.Port + "namespace Shop.Sales { " + code + " }").AllAsync(), d => d.Id == "PD9001").Properties["adapters"]);

    [Theory]
    [InlineData("amazon-s3", "class AwsStore : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); }")]
    [InlineData("amazon-s3", "class AwsStore : Shop.IContentStore { public Task DeleteAsync(string k) => new AmazonS3Client().DeleteObjectAsync(k, k); }")]
    [InlineData("aws", "class AwsStore : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; }")]
    [InlineData("stripe", "class StripeStore : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; }")]
    public async Task A_word_of_the_provider_alone_names_no_service_of_it(string vendor, string adapter)
    {
        var all = await Run.Of(S.Usings + S.Port + "namespace Shop.Sales { " + adapter + " class Order { public Order(" + adapter.Split(' ')[1] + " s) { } } }").AllAsync();

        Assert.Equal(vendor, Assert.Single(all, d => d.Id == "PD4003").Properties["vendor"]);
    }

    [Theory]
    [InlineData("{ }")]
    [InlineData("{ \"$schema\": \"decentralization.schema.json\" }")]
    [InlineData("{ \"vendors\": [ { \"id\": \"stripe\", \"disabled\": true } ] }")]
    [InlineData("{ \"vendors\": [ { \"id\": \"acme\", \"capability\": \"payment\", \"hosts\": [ \"api.acme.example\" ] } ] }")]
    [InlineData("{ \"neutralPorts\": [ \"Acme.IStore\" ] }")]
    public async Task A_right_entry_is_not_complained_about(string json) => Assert.Equal(0, await CountAsync("PD9002", Run.Of("class Order { }").File("decentralization.json", json)));

    [Theory]
    [InlineData("PD1001|amazon-s3|T:Shop.Sales.Bill|AmazonS3Client")]
    [InlineData("PD1002|amazon-s3|T:Shop.Sales.Order|AmazonS3Client")]
    [InlineData("PD1001|stripe|T:Shop.Sales.Order|CustomerService")]
    [InlineData("PD1001|amazon-s3|T:Shop.Sales.Order|IAmazonS3")]
    [InlineData("PD3001|stripe|T:Shop.Sales.Order|api.stripe.com")]
    public async Task A_line_whose_finding_is_gone_is_stale(string line) =>
        Assert.Equal(1, await CountAsync("PD9003", Run.Of(S.Usings + "namespace Shop.Sales { " + Created + " class Bill { } }").File(UserFiles.BaselineName, line)));

    [Theory]
    [InlineData("PD1001|amazon-s3|T:Shop.Sales.Order|AmazonS3Client")]
    [InlineData("PD1001|amazon-s3|T:Elsewhere.Order|AmazonS3Client")]
    [InlineData("# PD1001|amazon-s3|T:Shop.Sales.Bill|AmazonS3Client")]
    [InlineData("\n\n")]
    [InlineData("  PD1001|amazon-s3|T:Shop.Sales.Order|AmazonS3Client  ")]
    public async Task A_line_that_still_holds_or_is_anothers_is_not_stale(string line) =>
        Assert.Equal(0, await CountAsync("PD9003", Run.Of(S.Usings + "namespace Shop.Sales { " + Created + " class Bill { } }").File(UserFiles.BaselineName, line)));
}
