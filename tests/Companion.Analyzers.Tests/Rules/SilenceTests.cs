using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Tests.Rules;

/// <summary>What no rule may complain about: each is a trap that a simpler analyzer falls into.</summary>
public sealed class SilenceTests
{
    private const string S3Store = "class S3Store : Shop.IContentStore { readonly IAmazonS3 c; public S3Store(IAmazonS3 c) { this.c = c; } public Task DeleteAsync(string key) => c.DeleteObjectAsync(\"b\", key); }";

    public static TheoryData<string, string> Code => new()
    {
        { "an adapter that holds a client", S3Store },
        { "an adapter without a vendor word", "class Blobs : Shop.IContentStore { readonly IAmazonS3 c = new AmazonS3Client(); public Task DeleteAsync(string key) => c.DeleteObjectAsync(\"b\", key); }" },
        { "an adapter that only names its vendor's endpoint", "class StripeContent : Shop.IContentStore { const string U = \"https://api.stripe.com/v1\"; public Task DeleteAsync(string key) => Task.CompletedTask; }" },
        { "an abstract base of adapters", "abstract class Base { protected IAmazonS3 C = new AmazonS3Client(); } class S3Store : Base, Shop.IContentStore { public Task DeleteAsync(string k) => C.DeleteObjectAsync(k, k); }" },
        { "a port that is an abstract class", "abstract class Store { public abstract Task DeleteAsync(string k); } class S3Store : Store { IAmazonS3 c = new AmazonS3Client(); public override Task DeleteAsync(string k) => c.DeleteObjectAsync(k, k); }" },
        { "an adapter of a base class that leaves every part to be overridden", "abstract class Store { public virtual Task DeleteAsync(string k) => throw new NotImplementedException(); } class S3Store : Store { IAmazonS3 c = new AmazonS3Client(); public override Task DeleteAsync(string k) => c.DeleteObjectAsync(k, k); }" },
        { "a type nested in an adapter", "class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); class Part { AmazonS3Client x = new(); } }" },
        { "a registration that feeds an adapter", S3Store + " static class Setup { public static void AddShop(this IServiceCollection s) { s.AddSingleton<IAmazonS3>(_ => new AmazonS3Client()); s.AddSingleton<Shop.IContentStore, S3Store>(); } }" },
        { "a factory lambda", S3Store + " static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<Shop.IContentStore>(_ => new S3Store(new AmazonS3Client())); }" },
        { "a client that goes into a registration through a local", S3Store + " static class Setup { public static void AddShop(this IServiceCollection s) { var c = new AmazonS3Client(); s.AddSingleton<Shop.IContentStore>(_ => new S3Store(c)); } }" },
        { "options that are filled in before a registration takes them", S3Store + " static class Setup { public static void AddShop(this IServiceCollection s) { var o = new AmazonS3Config(); o.ServiceURL = \"\"; s.AddSingleton<Shop.IContentStore>(_ => new S3Store(new AmazonS3Client(o))); } }" },
        { "an adapter that a class keeps which registers things", S3Store + " class Startup { readonly S3Store? store; public void ConfigureServices(IServiceCollection s) => s.AddSingleton<Shop.IContentStore>(_ => store!); }" },
        { "infrastructure as code", "class Stack { object B() => new Amazon.CDK.AWS.S3.Bucket(\"b\"); }" },
        { "a cref", "/// <summary>See <see cref=\"AmazonS3Client\"/>.</summary>\nclass Order { }" },
        { "nameof", "class Order { string N => nameof(AmazonS3Client); }" },
        { "internal members of a public type", "public class Order { internal Customer? Customer { get; set; } }" },
        { "an internal type", "class Order { public Customer? Customer { get; set; } }" },
        { "a static class that only maps inside", "static class Order { static string Id(Customer c) => c.Id; }" },
        { "a foreign exception", "class Order { void Run() { try { } catch (InvalidOperationException) { } } }" },
        { "an exception inside an adapter", "class S3Store : Shop.IContentStore { IAmazonS3? c; public async Task DeleteAsync(string k) { try { await c!.DeleteObjectAsync(k, k); } catch (AmazonS3Exception) { } } }" },
        { "a neutral port", "interface IPay { Task<string> Find(string id); }" },
        { "prose with a URL", "class Order { string M = \"See https://api.stripe.com for more\"; }" },
        { "a comment", "class Order { /* https://api.stripe.com/v1 */ }" },
        { "an attribute", "[Obsolete(\"https://api.stripe.com/v1\")] class Order { }" },
        { "an overridable option", "class Order { public string Host { get; set; } = \"https://api.stripe.com\"; }" },
        { "an overridable parameter", "class Order { void Run(string host = \"https://api.stripe.com\") { } }" },
        { "a fallback of configuration", "class Order { string H(string? c) => c ?? \"https://api.stripe.com\"; }" },
        { "a comparison", "class Order { bool Is(string u) => u.StartsWith(\"https://api.stripe.com\", StringComparison.Ordinal); }" },
        { "a documentation host", "class Order { const string U = \"https://docs.stripe.com/api\"; }" },
        { "a look-alike host", "class Order { const string U = \"https://api.stripe.com.example.org\"; }" },
        { "a placeholder key", "class Order { string K = \"sk_live_your_key_goes_here_123\"; }" },
        { "the emulator's key", "class Order { string K = \"AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==\"; }" },
        { "the example key of the vendor's manual", "class Order { string K = \"AKIAIOSFODNN7EXAMPLE\"; }" },
        { "a marker without a key", "class Order { string K = \"AccountKey=\" + Environment.NewLine + \"some more text here\"; }" },
        { "a test key", "class Order { string K = \"sk_test_4eC39HqLyjWDarjtT1zdp7dc\"; }" },
        { "several gateways", "class Nft { static readonly string[] G = { \"https://ipfs.io/ipfs/\", \"https://dweb.link/ipfs/\" }; }" },
        { "several gateways in a collection expression", "class Nft { static readonly string[] G = [\"https://ipfs.io/ipfs/\", \"https://dweb.link/ipfs/\"]; }" },
        { "a configurable gateway", "class Nft { public string G { get; set; } = \"https://ipfs.io/ipfs/\"; }" },
        { "a documentation page of a network", "class Nft { const string G = \"https://docs.ipfs.io/\"; }" },
        { "the port in a constructor", S3Store + " class Order { public Order(Shop.IContentStore s) { } }" },
        { "an adapter inside another adapter", S3Store + " class CachedS3Store : Shop.IContentStore { S3Store s = new S3Store(null!); public Task DeleteAsync(string k) => s.DeleteAsync(k); }" },
        { "a concrete class that is no adapter", S3Store + " class Plain : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; } class Order { public Order(Plain s) { } }" },
        { "an adapter in a factory", S3Store + " static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<S3Store>(_ => new S3Store(null!)); }" },
        { "an adapter that another registration leads the port to", S3Store + " static class Setup { public static void AddShop(this IServiceCollection s) { s.AddSingleton<S3Store>(); s.AddSingleton<Shop.IContentStore>(p => p.GetRequiredService<S3Store>()); } }" },
        { "an adapter that is registered as its port elsewhere", S3Store + " static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<S3Store>(); } static class More { public static void AddMore(this IServiceCollection s) => s.AddSingleton<Shop.IContentStore, S3Store>(); }" },
        { "a plain class that is registered alone", S3Store + " class Plain : Shop.IContentStore { public Task DeleteAsync(string k) => Task.CompletedTask; } static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<Plain>(); }" },
        { "an adapter in a method's parameter", S3Store + " static class Setup { static void Fill(S3Store s) { } }" },
        { "settings that only share properties", "interface IHasConnection { string? Connection { get; } } class StripeSettings : IHasConnection { public string? Connection { get; set; } } class All { public StripeSettings Stripe { get; set; } = new(); }" },
        { "a list of domains", "class Sites { string[] All = { \"api.stripe.com\", \"api.openai.com\" }; }" },
        { "a bare domain", "class Sites { string One = \"discord.com\"; }" },
        { "an adapter that gets its client from a factory", "static class Clients { internal static AmazonS3Client Make() => new(); } class Blobs : Shop.IContentStore { public Task DeleteAsync(string k) => Clients.Make().DeleteObjectAsync(k, k); }" },
        { "a helper that only adapters speak of", "class Names { internal static PutObjectRequest Of(string k) => new PutObjectRequest { Key = k }; } class Blobs : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.PutObjectAsync(Names.Of(k)); }" },
        { "an adapter with one other port", "interface IClock { Task<long> NowAsync(); } class Blobs : Shop.IContentStore { readonly IAmazonS3 c; public Blobs(IAmazonS3 c, IClock clock) { this.c = c; } public Task DeleteAsync(string k) => c.DeleteObjectAsync(k, k); }" },
        { "ports that only go on to the base class", "interface IA { Task A(); } interface IB { Task B(); } class Files { protected Files(IA a, IB b) { } } class S3Files : Files, Shop.IContentStore { IAmazonS3 c = new AmazonS3Client(); public S3Files(IA a, IB b) : base(a, b) { } public Task DeleteAsync(string k) => c.DeleteObjectAsync(k, k); }" },
        { "a port that is an abstract record", "abstract record Store { public abstract Task DeleteAsync(string k); } record S3Store : Store { IAmazonS3 c = new AmazonS3Client(); public override Task DeleteAsync(string k) => c.DeleteObjectAsync(k, k); }" },
        { "machines as code", "class Stack : Amazon.CDK.AWS.S3.Bucket { public Stack() : base(\"b\") { } string U = \"https://b.s3.amazonaws.com/x\"; object M() => new AmazonS3Client(); }" },
        { "the keys of the database emulator", "class Order { string K = \"AccountEndpoint=https://localhost:8081/;AccountKey=C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==\"; }" },
        { "a scope in the form of a URL", "class Order { const string S = \"https://graph.microsoft.com/.default\"; string Audience = \"x\"; void Set() { Audience = \"https://api.openai.com\"; } }" },
        { "a constant that is called a default", "class Order { public const string DefaultEndpoint = \"https://api.stripe.com/v1\"; }" },
        { "a registration on a builder of one's own", "class ShopBuilder { public ShopBuilder AddStore(object o) => this; } static class Setup { static void Run(ShopBuilder b) => b.AddStore(new AmazonS3Client()); }" },
        { "settings of a vendor asked for by type", "interface ISettings { Task SaveAsync(); } class StripeSettings : ISettings { public Task SaveAsync() => Task.CompletedTask; } class Order { public Order(StripeSettings s) { } }" },
        { "a private helper of registrations", S3Store + " static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<Shop.IContentStore>(_ => new S3Store(Make())); private static AmazonS3Client Make() => new AmazonS3Client(); }" },
        { "prose about a gateway", "class Nft { const string G = \"Pin it, then open https://ipfs.io/ipfs/\"; }" },
    };

    [Theory]
    [MemberData(nameof(Code))]
    public async Task Stays_silent(string about, string code)
    {
        var ids = await Run.Of(S.Usings + S.Port + "namespace Shop.Sales { " + code + " }").IdsAsync();

        Assert.True(ids.Length == 0, $"{about}: {ids}");
    }

    [Fact]
    public async Task A_namespace_that_looks_like_a_vendor_is_not_one()
    {
        const string code = "namespace Shop.Azure.Storage { public class BlobClient { } } namespace Shop { public class Order { public Shop.Azure.Storage.BlobClient C = new(); } }";

        Assert.Equal("", await Run.Of(code).IdsAsync());
    }

    [Fact]
    public async Task A_library_of_the_vendor_is_its_adapter()
    {
        const string code = "namespace Shop.Storage { public class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); } } namespace Shop.Wiring { public class StoreOptions { public IAmazonS3? Client { get; set; } } public interface IClientSource { IAmazonS3 Get(); } }";

        Assert.Equal("", await Run.Of(S.Usings + S.Port + code).Assembly("Shop.AmazonS3").IdsAsync());
        Assert.Equal("PD1002 PD2001 PD2002", await Run.Of(S.Usings + S.Port + code).Assembly("Shop.Core").IdsAsync());
    }

    [Fact]
    public async Task Tests_may_make_clients() =>
        Assert.Equal("", await Run.Of(S.Usings + "class OrderTests { AmazonS3Client c = new(); const string U = \"https://api.stripe.com/v1\"; }").Assembly("Shop.Tests").IdsAsync());

    [Fact]
    public async Task A_vendor_name_is_not_named_unless_asked() => Assert.Equal("", await Run.Of("namespace Shop.Domain { class Order { public string? StripeCustomerId { get; } } }").IdsAsync());

    [Theory]
    [InlineData("namespace Shop.Domain { class Session { public string? Sessions { get; } } }")]
    [InlineData("namespace Shop.Web { class Order { public string? StripeCustomerId { get; } } }")]
    [InlineData("namespace Shop.Domain { class Order { public string? Stripes { get; } } }")]
    [InlineData("namespace Shop.Domain { class Order { public string? Dynamometer { get; } public string? Pinstriped { get; } } }")]
    [InlineData("namespace Shop.Domain { class Order { public string? PaymentId { get; } } }")]
    public async Task A_word_that_only_contains_a_vendor_is_not_named(string code) =>
        Assert.Equal("", await Run.Of(code).Severity("PD2004", ReportDiagnostic.Warn).IdsAsync());
}
