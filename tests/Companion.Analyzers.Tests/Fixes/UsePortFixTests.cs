using Companion.Analyzers.CodeFixes;
using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Companion.Analyzers.Tests.Fixes;

/// <summary>Where a port with the same calls is there, the type asks it.</summary>
public sealed class UsePortFixTests
{
    private const string Store = """

        namespace Shop { public interface IContentStore { Task DeleteAsync(string key); Task MoveAsync(string from, string to); } }
        namespace Shop.Storage
        {
            public sealed class S3Store : Shop.IContentStore
            {
                private readonly IAmazonS3 _s3;

                public S3Store(IAmazonS3 s3) => _s3 = s3;

                public async Task DeleteAsync(string key) => await _s3.DeleteObjectAsync("orders", key).ConfigureAwait(false);

                public Task MoveAsync(string from, string to)
                {
                    return _s3.PutObjectAsync(new PutObjectRequest { BucketName = from, Key = to });
                }
            }
        }

        """;

    private static Task<IReadOnlyDictionary<string, string>?> ApplyAsync(string code, string id) => Fix.ApplyAsync(new UsePortFix(), S.Usings + Store + code, id);

    [Fact]
    public async Task Injects_the_port_where_the_class_makes_its_client()
    {
        var after = await ApplyAsync("namespace Shop.Sales { public class Order { private readonly AmazonS3Client _client = new(); public Task CancelAsync(string k) => _client.DeleteObjectAsync(\"orders\", k + \".json\"); } }", "PD1001");

        Assert.NotNull(after);
        Assert.Contains("private readonly IContentStore _contentStore;", after["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("_contentStore.DeleteAsync(k + \".json\")", after["Code.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("AmazonS3Client", after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Fact]
    public async Task Injects_the_port_where_a_method_makes_its_client()
    {
        var after = await ApplyAsync("namespace Shop.Sales { public class Order { public async Task CancelAsync(string k) { var client = new AmazonS3Client(); await client.DeleteObjectAsync(\"orders\", k); } } }", "PD1001");

        Assert.Contains("await _contentStore.DeleteAsync(k);", after!["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Fact]
    public async Task Replaces_a_held_client_and_its_parameter()
    {
        var after = await ApplyAsync("namespace Shop.Sales { public class Order { private readonly IAmazonS3 _s3; private readonly string _name; public Order(IAmazonS3 s3, string name) { _s3 = s3; _name = name; } public string Name => _name; public Task CancelAsync() => _s3.DeleteObjectAsync(\"orders\", _name); } }", "PD1002");

        Assert.Contains("public Order(string name, IContentStore contentStore)", after!["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("_contentStore.DeleteAsync(_name)", after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Fact]
    public async Task Replaces_a_client_in_a_primary_constructor()
    {
        var after = await ApplyAsync("namespace Shop.Sales { public class Order(IAmazonS3 s3) { public Task CancelAsync(string k) => s3.DeleteObjectAsync(\"orders\", k); } }", "PD1002");

        Assert.Contains("public class Order(IContentStore contentStore)", after!["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Fact]
    public async Task Fits_a_request_object_with_holes()
    {
        var after = await ApplyAsync("namespace Shop.Sales { public class Order(IAmazonS3 s3) { public Task RunAsync(string a) => s3.PutObjectAsync(new PutObjectRequest { BucketName = a, Key = \"x\" }); } }", "PD1002");

        Assert.Contains("contentStore.MoveAsync(a, \"x\")", after!["Code.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public Task CancelAsync(string k) => s3.DeleteObjectAsync(\"invoices\", k);")]
    [InlineData("public Task CancelAsync(string k) { s3.DeleteObjectAsync(\"orders\", k); return s3.PutObjectAsync(new PutObjectRequest { Key = k }); }")]
    [InlineData("public object Client => s3; public Task CancelAsync(string k) => s3.DeleteObjectAsync(\"orders\", k);")]
    public async Task Offers_nothing_where_one_use_does_not_fit(string members) =>
        Assert.Null(await ApplyAsync("namespace Shop.Sales { public class Order(IAmazonS3 s3) { " + members + " } }", "PD1002"));

    [Fact]
    public async Task Fixes_all_in_the_project()
    {
        const string order = "namespace Shop.Sales { public class ORDER(IAmazonS3 s3) { public Task CancelAsync(string k) => s3.DeleteObjectAsync(\"orders\", k); } }";
        var after = await Fix.ApplyAllAsync(new UsePortFix(), FixAllScope.Project, "PD1002",
            S.Usings + Store + order.Replace("ORDER", "One", StringComparison.Ordinal), S.Usings + order.Replace("ORDER", "Two", StringComparison.Ordinal));

        Assert.Equal("", after["ids"]);
        Assert.Contains("class Two(IContentStore contentStore)", after["Code1.cs"], StringComparison.Ordinal);
    }
}
