using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Tests.Rules;

/// <summary>What each rule must say, and that it says nothing else.</summary>
public sealed class TriggerTests
{
    public static TheoryData<string, string> Code => new()
    {
        // PD1001: created
        { "PD1001", "class Order { void Run() { var c = new AmazonS3Client(); } }" },
        { "PD1001", "class Order { AmazonS3Client _c = new(); }" },
        { "PD1001", "abstract class Store { public virtual Task DeleteAsync(string k) => throw new NotImplementedException(); } class Orders : Store { AmazonS3Client _c = new(); public override Task DeleteAsync(string k) => Task.CompletedTask; }" },
        { "PD1001", "class Order { void Run() => StorageClient.Create(); }" },
        { "PD1001", "class Holder { public Holder(object o) { } } class Order : Holder { public Order() : base(new AmazonS3Client()) { } }" },
        { "PD1001", "static class ShopExtensions { public static void AddShop(this IServiceCollection s) { new AmazonS3Client().DeleteObjectAsync(\"a\", \"b\"); } }" },
        { "PD1001", "class OrderJob : IHostedService { IAmazonS3 c = new AmazonS3Client(); public Task StartAsync(CancellationToken ct) => c.DeleteObjectAsync(\"a\", \"b\"); }" },
        { "PD1001", "class StripeHelper { internal object Make() => new CustomerService(); }" },
        { "PD1001", "interface IRequestHandler<T> { Task Handle(T t); } class Delete : IRequestHandler<string> { public Task Handle(string k) => new AmazonS3Client().DeleteObjectAsync(k, k); }" },
        { "PD1001", "interface IA { Task A(); } interface IB { Task B(); } interface IOrders { Task Run(); } class Orders(IA a, IB b) : IOrders { public async Task Run() { await a.A(); await b.B(); await new AmazonS3Client().DeleteObjectAsync(\"a\", \"b\"); } }" },
        { "PD1001 PD2001", "interface IStore { Task<PutObjectResponse> PutAsync(string k); } class S3Thing : IStore { AmazonS3Client c = new(); public Task<PutObjectResponse> PutAsync(string k) => c.PutObjectAsync(new PutObjectRequest()); }" },
        { "PD1001", "interface IStoreSettings { string Name { get; } } class S3Things : IStoreSettings { public string Name => \"\"; object c = new AmazonS3Client(); }" },
        { "PD1001", "class CleanupController : Shop.IContentStore { public Task DeleteAsync(string k) => new AmazonS3Client().DeleteObjectAsync(k, k); }" },
        { "PD1001", "static class Setup { public static void AddShop(this IServiceCollection s) { var c = Make(); c.DeleteObjectAsync(\"a\", \"b\"); } private static AmazonS3Client Make() => new AmazonS3Client(); }" },
        // PD1002: held
        { "PD1002", "class Order { IAmazonS3? _c; public IAmazonS3? Read() => null; void Set() { _c = null; } }" },
        { "PD1002", "class Order { internal IAmazonS3? C { get; set; } }" },
        { "PD1002", "class Order { public Order(IAmazonS3 c) { } }" },
        { "PD1002", "class Order(IAmazonS3 c) { public Task Run() => c.DeleteObjectAsync(\"a\", \"b\"); }" },
        { "PD1002", "class Order { void Run(IServiceProvider p) => p.GetRequiredService<IAmazonS3>(); }" },
        { "PD1002", "class Order { void Run([FromServices] IAmazonS3 c) { } }" },
        // PD1003: used
        { "PD1003", "class Startup { void Run() { StripeConfiguration.ApiKey = \"\"; } }" },
        { "PD1003", "class Order { object Run(string j) => EventUtility.ConstructEvent(j); }" },
        { "PD1003", "class Order { object Run() => new CustomerCreateOptions { Email = \"\" }; }" },
        { "PD1003", "class Order { void Run() { var o = new PutObjectRequest(); } }" },
        { "PD1003", "class Order { void Run(object x) => ((StorageClient)x).DeleteObject(\"a\", \"b\"); }" },
        // PD2001: leaky ports
        { "PD2001", "interface IPay { Customer Find(string id); }" },
        { "PD2001", "interface IPay { Task<System.Collections.Generic.List<Customer>> All(); void A(); }" },
        { "PD2001", "interface IPay { void A(); void B(); void C(); void Save(Customer[] c); }" },
        { "PD2001", "abstract class Pay { public abstract Customer Find(string id); }" },
        { "PD2001", "interface IPay { Customer? Current { get; } }" },
        // PD2002: exposed
        { "PD2002", "public class Order { public Customer? Customer { get; set; } }" },
        { "PD2002", "public class Order { public static Order From(Customer c) => new(); }" },
        { "PD2002", "public record Order(Customer Customer);" },
        { "PD2002", "public class Order : CustomerCreateOptions { }" },
        { "PD2002", "public class Order { public Order(Customer c) { } }" },
        // PD2003: exceptions
        { "PD2003", "class Order { void Run() { try { } catch (StripeException) { } } }" },
        { "PD2003", "class Order { bool Run(Exception e) => e is AmazonS3Exception; }" },
        { "PD2003", "class Order { int Run(Exception e) => e switch { StripeException => 1, _ => 0 }; }" },
        { "PD2003", "class Order { void Run() => throw new StripeException(); }" },
        { "PD2003", "class Order { bool Run(Exception e) => e is StripeException s; }" },
        // PD3001: endpoints
        { "PD3001", "class Order { const string U = \"https://api.stripe.com/v1\"; }" },
        { "PD3001", "class Order { string U(string b) => $\"https://{b}.s3.amazonaws.com/x\"; }" },
        { "PD3001", "class Order { string U(string env) => $\"https://api{env}.paypal.com/v1/oauth2/token\"; }" },
        { "PD3001", "class Order { const string H = \"smtp.sendgrid.net\"; }" },
        { "PD3001", "class Order { Uri U() => new Uri(\"https://account.blob.core.windows.net/c\"); }" },
        // PD3002: credentials
        { "PD3002", "class Order { string K = \"AKIA\" + \"\"; string L = \"AKIAQ3EGRWDJ7ZKLMNPT\"; }" },
        { "PD3002", "class Order { string K = \"sk_live_4eC39HqLyjWDarjtT1zdp7dc\"; }" },
        { "PD3002", "class Order { string K = \"AccountName=a;AccountKey=Kq9vLr2mXw7TnB4cYd8ZpGf1HsJu6EaRoW3iVt5kNxQbMl0yCgDhSePzUjFrTkA7+/Zq1w2e3r4t5y6u7i8o9p==\"; }" },
        { "PD3002", "class S3Store : Shop.IContentStore { IAmazonS3? c; string K = \"AKIAQ3EGRWDJ7ZKLMNPT\"; public Task DeleteAsync(string key) => c!.DeleteObjectAsync(K, key); }" },
        { "PD3002", "class Order { string K = $\"Bearer {1} xoxb-918273645546-AbCdEfGhIjKlMnOpQrSt\"; }" },
        // PD3003: one gateway
        { "PD3003", "class Nft { const string G = \"https://ipfs.io/ipfs/\"; }" },
        { "PD3003", "class Nft { string G(string k) => $\"https://mainnet.infura.io/v3/{k}\"; }" },
        { "PD3003", "class Nft { static readonly string[] G = { \"https://ipfs.io/ipfs/\" }; }" },
        { "PD3003", "class Nft { Uri G => new Uri(\"https://eth-mainnet.g.alchemy.com/v2/\"); }" },
        { "PD3003", "class Nft { const string G = \"https://arweave.net/\"; }" },
        // PD4001: registered without an adapter
        { "PD4001", "static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<IAmazonS3, AmazonS3Client>(); }" },
        { "PD4001", "static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<IAmazonS3>(_ => new AmazonS3Client()); }" },
        { "PD4001", "static class Setup { public static void AddShop(this IServiceCollection s) { var c = new AmazonS3Client(); s.AddSingleton(c); } }" },
        { "PD4001", "static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton(new StripeHolder(new AmazonS3Client())); } class StripeHolder { internal StripeHolder(object o) { } }" },
        { "PD4001", "static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<AmazonS3Client>(); }" },
        // PD4003: the adapter instead of its port
        { "PD4003", "class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); } class Order { public Order(S3Store s) { } }" },
        { "PD4003", "class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); } class Order { S3Store? s; void Set() { s = null; } }" },
        { "PD4003", "class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); } class Order(S3Store s) { Task Run() => s.DeleteAsync(\"a\"); }" },
        { "PD4003", "class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); } class Order { internal S3Store? Store { get; set; } }" },
        { "PD4003", "class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); } class OrderController : ControllerBase { public OrderController(S3Store s) { } }" },
        { "PD4003", "class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); } static class Setup { public static void AddShop(this IServiceCollection s) => s.AddSingleton<S3Store>(); }" },
        { "PD4003", "class S3Store : Shop.IContentStore { IAmazonS3? c; public Task DeleteAsync(string k) => c!.DeleteObjectAsync(k, k); } static class Setup { public static void AddShop(this IServiceCollection s) { s.AddSingleton<string>(); s.AddSingleton<Sales.S3Store>(); } }" },
    };

    [Theory]
    [MemberData(nameof(Code))]
    public async Task Says_exactly_this(string expected, string code) => Assert.Equal(expected, await Run.Of(S.Usings + S.Port + "namespace Shop.Sales { " + code + " }").IdsAsync());

    [Theory]
    [InlineData("public string StripeCustomerId { get; set; } = \"\";")]
    [InlineData("public int TwilioSid { get; }")]
    [InlineData("public string? SendGridTemplate { get; }")]
    [InlineData("public string? FirebaseToken { get; }")]
    [InlineData("public string? Auth0Subject { get; }")]
    public async Task Names_a_vendor_in_the_domain_when_asked(string member) =>
        Assert.Equal("PD2004", await Run.Of($"namespace Shop.Domain {{ class Order {{ {member} }} }}").Severity("PD2004", ReportDiagnostic.Warn).IdsAsync());
}
