using Companion.Analyzers.CodeFixes;
using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Companion.Analyzers.Tests.Fixes;

/// <summary>The port instead of its adapter, a record instead of a model, a list instead of one gateway.</summary>
public sealed class SmallFixTests
{
    private const string S3Store = "public sealed class S3Store : Shop.IContentStore { readonly IAmazonS3 c; public S3Store(IAmazonS3 c) { this.c = c; } public Task DeleteAsync(string key) => c.DeleteObjectAsync(\"b\", key); }\n";

    private static Task<IReadOnlyDictionary<string, string>?> AskAsync(string code) => Fix.ApplyAsync(new AskForPortFix(), S.Usings + S.Port + S3Store + code, "PD4003");

    [Fact]
    public async Task Asks_for_the_port_in_field_and_constructor()
    {
        var after = await AskAsync("public class Order { private readonly S3Store _store; public Order(S3Store store) { _store = store; } public Task Run() => _store.DeleteAsync(\"a\"); }");

        Assert.Contains("private readonly Shop.IContentStore _store; public Order(Shop.IContentStore store)", after!["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Fact]
    public async Task Lets_the_port_lead_to_an_adapter_that_was_registered_alone()
    {
        var after = await AskAsync("public class Order { public Order(S3Store store) { } } public static class Setup { public static void Add(IServiceCollection s) { s.AddSingleton<S3Store>(); } }");

        Assert.Contains("s.AddSingleton<Shop.IContentStore>(provider => provider.GetRequiredService<S3Store>());", after!["Code.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_a_registered_port_as_it_is()
    {
        var after = await AskAsync("public class Order { public Order(S3Store store) { } } public static class Setup { public static void Add(IServiceCollection s) { s.AddSingleton<Shop.IContentStore, S3Store>(); } }");

        Assert.DoesNotContain("provider =>", after!["Code.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offers_no_port_that_lacks_a_member() =>
        Assert.Null(await Fix.ApplyAsync(new AskForPortFix(), S.Usings + S.Port + S3Store.Replace("public Task", "public void Flush() { } public Task", StringComparison.Ordinal) + "public class Order { public Order(S3Store store) { store.Flush(); } }", "PD4003"));

    [Fact]
    public async Task Lets_the_port_lead_to_an_adapter_that_nobody_asks_for()
    {
        var after = await AskAsync("static class Setup { static void Add(IServiceCollection services) { services.AddSingleton<S3Store>(); } }");

        Assert.Contains("AddSingleton<S3Store>()", after!["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("GetRequiredService<S3Store>()", after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Fact]
    public async Task Asks_for_ports_everywhere()
    {
        var after = await Fix.ApplyAllAsync(new AskForPortFix(), FixAllScope.Project, "PD4003", S.Usings + S.Port + S3Store + "public class Order(S3Store s) { public Task Run() => s.DeleteAsync(\"a\"); }", "public class Bill { public Bill(S3Store s) { } } public class Note { internal S3Store? Store { get; set; } }");

        Assert.Equal("", after["ids"]);
        Assert.Contains("Bill(Shop.IContentStore s)", after["Code1.cs"], StringComparison.Ordinal);
        Assert.Contains("Shop.IContentStore? Store", after["Code1.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Puts_a_record_into_the_port_and_maps_in_the_adapter()
    {
        const string code = """
            namespace Shop
            {
                public interface IPay { Task<Customer> FindAsync(string id); void Keep(Customer customer); }
                public sealed class StripePay : IPay
                {
                    private readonly CustomerService _service = new();
                    public Task<Customer> FindAsync(string id) { return Task.FromResult(_service.Create(new CustomerCreateOptions { Email = id })); }
                    public void Keep(Customer customer) => Console.WriteLine(customer.Id + customer);
                }
                public class Order(IPay pay) { public async Task<string> Name() { var found = await pay.FindAsync("a"); pay.Keep(found); return found.Id; } }
            }
            """;
        var after = await Fix.ApplyAsync(new NeutralRecordFix(), S.Usings + code, "PD2001");

        Assert.NotNull(after);
        Assert.Contains("public sealed record CustomerInfo(string Id);", after["CustomerInfo.cs"], StringComparison.Ordinal);
        Assert.Contains("interface IPay { Task<CustomerInfo> FindAsync(string id); void Keep(CustomerInfo customer); }", after["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("public async Task<CustomerInfo> FindAsync", after["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("Console.WriteLine(customer.Id + ToCustomer(customer))", after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Theory]
    [InlineData("public interface IPay { Customer Find(string id); } public class Order(IPay pay) { public Customer Get() => pay.Find(\"a\"); }")]
    [InlineData("public interface IPay { CustomerService Service { get; } }")]
    [InlineData("public record CustomerInfo(string Id); public interface IPay { Customer Find(string id); }")]
    public async Task Offers_no_record_where_it_would_not_fit(string code) => Assert.Null(await Fix.ApplyAsync(new NeutralRecordFix(), S.Usings + code, "PD2001"));

    [Fact]
    public async Task Takes_gateways_from_a_list_in_options()
    {
        var after = await Fix.ApplyAsync(new GatewayListFix(), S.Usings + "namespace Shop; public class Nft { private const string Gateway = \"https://ipfs.io/ipfs/\"; public string Url(string cid) => Gateway + cid; }", "PD3003");

        Assert.NotNull(after);
        Assert.Contains("new System.Collections.Generic.List<string> { \"https://ipfs.io/ipfs/\", \"https://", after["NftGateways.cs"], StringComparison.Ordinal);
        Assert.Contains("IOptions<NftGateways> gateways", after["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("private string Gateway => _gateways.Value.Urls[0];", after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Fact]
    public async Task Offers_no_list_to_a_static_class() =>
        Assert.Null(await Fix.ApplyAsync(new GatewayListFix(), "public static class Nft { public const string Gateway = \"https://ipfs.io/ipfs/\"; }", "PD3003"));
}
