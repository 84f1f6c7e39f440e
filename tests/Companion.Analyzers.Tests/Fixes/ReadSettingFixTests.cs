using Companion.Analyzers.CodeFixes;
using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Companion.Analyzers.Tests.Fixes;

/// <summary>Endpoints and credentials move to configuration; an endpoint stays as the default, a credential leaves the source.</summary>
public sealed class ReadSettingFixTests
{
    private const string Usings = S.Usings + "using Microsoft.Extensions.Configuration;\n";
    private const string Key = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";

    private static Task<IReadOnlyDictionary<string, string>?> ApplyAsync(string code, string id) => Fix.ApplyAsync(new ReadSettingFix(), Usings + code, id);

    [Theory]
    [InlineData("public class Order { const string Url = \"https://api.stripe.com/v1\"; public string Get() => Url; }", "private readonly IConfiguration _configuration;", "string Url => _configuration[\"Stripe:Endpoint\"] ?? \"https://api.stripe.com/v1\";")]
    [InlineData("public class Order { private static readonly string Url = \"https://api.stripe.com/v1\"; public string Get() => Url; }", "public Order(IConfiguration configuration)", "private string Url => _configuration[\"Stripe:Endpoint\"] ?? \"https://api.stripe.com/v1\";")]
    [InlineData("public class Order(IConfiguration settings) { public string Get() => \"https://api.stripe.com/v1\"; }", "Order(IConfiguration settings)", "=> settings[\"Stripe:Endpoint\"] ?? \"https://api.stripe.com/v1\";")]
    [InlineData("public class Order { public static Uri Get(IConfiguration c) => new Uri(\"https://api.stripe.com/v1\"); }", "IConfiguration c)", "new Uri(c[\"Stripe:Endpoint\"] ?? \"https://api.stripe.com/v1\")")]
    [InlineData("public class Order { int _n; public Order(int n) { _n = n; } public string Get() => $\"https://api.stripe.com/v1/{_n}\"; }", "public Order(int n, IConfiguration configuration)", "$\"{_configuration[\"Stripe:Endpoint\"] ?? \"https://api.stripe.com\"}/v1/{_n}\"")]
    [InlineData("public class Order { public int Get() => \"https://api.stripe.com/v1\".Length; }", "_configuration", "(_configuration[\"Stripe:Endpoint\"] ?? \"https://api.stripe.com/v1\").Length")]
    public async Task Reads_an_endpoint(string code, string first, string second)
    {
        var after = await ApplyAsync(code, "PD3001");

        Assert.NotNull(after);
        Assert.Contains(first, after["Code.cs"], StringComparison.Ordinal);
        Assert.Contains(second, after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Theory]
    [InlineData("public class Order { private readonly string _key = \"" + Key + "\"; public string Get() => _key; }")]
    [InlineData("public class Order { public string Get() { var key = \"" + Key + "\"; return key; } }")]
    public async Task Takes_a_credential_out_of_the_source(string code)
    {
        var after = await ApplyAsync(code, "PD3002");

        Assert.DoesNotContain("4eC39", after!["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("_configuration[\"Stripe:Credential\"] ?? throw new InvalidOperationException(\"Stripe:Credential is not configured.\")", after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Theory]
    [InlineData("public static class Order { public const string Url = \"https://api.stripe.com/v1\"; }")]
    [InlineData("public class Order { public const string Url = \"https://api.stripe.com/v1\"; } [Obsolete(Order.Url)] public class Bill { }")]
    [InlineData("public class Order { public Order() { } public Order(int n) { } public string Get() => \"https://api.stripe.com/v1\"; }")]
    [InlineData("public class Order { public string Get(string b) => $\"https://{b}.s3.amazonaws.com/x\"; }")]
    [InlineData("public class Order { public string Get() => \"https://api.stripe.com/v1\"; } public class Maker { public Order Make() => new Order(); }")]
    public async Task Offers_nothing_that_would_not_compile(string code) => Assert.Null(await ApplyAsync(code, "PD3001"));

    [Fact]
    public async Task Fixes_all_in_a_document_with_one_configuration()
    {
        const string code = "public class Order { public string A() => \"https://api.stripe.com/v1\"; } public class Bill { public string B() => \"https://api.stripe.com/v1\"; public string C() => \"https://api.openai.com/v1\"; }";
        var after = await Fix.ApplyAllAsync(new ReadSettingFix(), FixAllScope.Document, "PD3001", Usings + code);

        Assert.Equal("", after["ids"]);
        Assert.Equal(2, after["Code.cs"].Split("private readonly IConfiguration").Length - 1);
    }
}
