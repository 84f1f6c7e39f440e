using Companion.Analyzers.CodeFixes;
using Companion.Analyzers.Tests.Support;

namespace Companion.Analyzers.Tests;

/// <summary>A fix that is offered leaves code that compiles and that the rules accept.</summary>
public sealed class FixTests
{
    private const string Created = """
        namespace Shop;

        public class OrderService
        {
            private readonly AmazonS3Client _s3 = new("eu");

            // Why an order goes.
            public async Task CancelAsync(string key)
            {
                await _s3.DeleteObjectAsync("orders", key);
            }

            public int Count() => 1;
        }
        """;

    private const string Injected = """
        namespace Shop
        {
            public class OrderService
            {
                private readonly IAmazonS3 _s3;
                private readonly string _name;

                public OrderService(string name, IAmazonS3 s3)
                {
                    _name = name;
                    _s3 = s3;
                }

                public string Name => _name;

                public Task CancelAsync(string key, int times) => _s3.DeleteObjectAsync("orders", key + times);
            }
        }
        """;

    [Fact]
    public async Task Extracts_what_uses_a_client_that_the_class_makes()
    {
        var after = await Fix.ApplyAsync(new ExtractPortFix(), S.Usings + Created, "PD1001");

        Assert.NotNull(after);
        Assert.Contains("Task CancelAsync(string key);", after["IContentStore.cs"], StringComparison.Ordinal);
        Assert.Contains("sealed class AmazonS3ClientContentStore : IContentStore", after["AmazonS3ClientContentStore.cs"], StringComparison.Ordinal);
        Assert.Contains("// Why an order goes.", after["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("public Task CancelAsync(string key) => _contentStore.CancelAsync(key);", after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Fact]
    public async Task Extracts_what_uses_a_client_that_is_injected()
    {
        var after = await Fix.ApplyAsync(new ExtractPortFix(), S.Usings + Injected, "PD1002");

        Assert.NotNull(after);
        Assert.Contains("public OrderService(string name, IContentStore contentStore)", after["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("_contentStore = contentStore;", after["Code.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("IAmazonS3", after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Theory]
    [InlineData("static class Setup { static void Add(IServiceCollection services) { services.AddSingleton<OrderService>(); } }", "services.AddSingleton<IContentStore, AmazonS3ClientContentStore>();")]
    [InlineData("static class Setup { static object Add(IServiceCollection services) => services.AddSingleton<OrderService>(); }", "AmazonS3ClientContentStore>().AddSingleton<OrderService>();")]
    public async Task Registers_the_adapter_beside_the_type(string setup, string expected)
    {
        var after = await Fix.ApplyAsync(new ExtractPortFix(), S.Usings + Created + setup, "PD1001");

        Assert.NotNull(after);
        Assert.Contains(expected, after["Code.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Theory]
    [InlineData("public PutObjectRequest Make(string k) { _s3.DeleteObjectAsync(k, k); return new PutObjectRequest(); }")]
    [InlineData("public Task Cancel(string k) => _s3.DeleteObjectAsync(Other(), k); string Other() => \"\";")]
    [InlineData("public Task Cancel(ref string k) => _s3.DeleteObjectAsync(k, k);")]
    [InlineData("public Task Cancel<T>(T k) => _s3.DeleteObjectAsync(\"\", k!.ToString()!);")]
    [InlineData("public Task this[string k] => _s3.DeleteObjectAsync(k, k);")]
    [InlineData("public virtual Task Cancel(string k) => _s3.DeleteObjectAsync(k, k);")]
    public async Task Offers_nothing_where_the_method_cannot_stand_alone(string member) =>
        Assert.Null(await Fix.ApplyAsync(new ExtractPortFix(), S.Usings + "public class Order { private readonly AmazonS3Client _s3 = new(); " + member + " }", "PD1001"));

    // The control of the theory above: the same frame with a method that can stand alone.
    [Fact]
    public async Task Offers_itself_where_the_method_can_stand_alone() =>
        Assert.NotNull(await Fix.ApplyAsync(new ExtractPortFix(), S.Usings + "public class Order { private readonly AmazonS3Client _s3 = new(); public Task Cancel(string k) => _s3.DeleteObjectAsync(k, k); }", "PD1001"));

    [Fact]
    public async Task Offers_nothing_where_the_name_of_the_port_is_taken() =>
        Assert.Null(await Fix.ApplyAsync(new ExtractPortFix(), S.Usings + "public interface IContentStore { }" + Created.Replace("namespace Shop;", "", StringComparison.Ordinal), "PD1001"));

    [Fact]
    public async Task Marks_a_type_as_an_adapter_and_declares_the_attribute_once()
    {
        var after = await Fix.ApplyAsync(new MarkAsAdapterFix(), S.Usings + Created, "PD1001");

        Assert.NotNull(after);
        Assert.Contains("[DecentralizationAdapter]", after["Code.cs"], StringComparison.Ordinal);
        Assert.Contains("class DecentralizationAdapterAttribute", after["DecentralizationAdapterAttribute.cs"], StringComparison.Ordinal);
        Assert.Equal("", after["ids"]);
    }

    [Fact]
    public async Task Marks_with_the_attribute_that_is_there()
    {
        var after = await Fix.ApplyAsync(new MarkAsAdapterFix(), S.Usings + "class DecentralizationAdapterAttribute : Attribute { } class Order { AmazonS3Client c = new(); }", "PD1001");

        Assert.NotNull(after);
        Assert.DoesNotContain("DecentralizationAdapterAttribute.cs", after.Keys);
    }
}
