using Companion.Analyzers.Tests.Support;

namespace Companion.Analyzers.Tests.Rules;

/// <summary>Only types that speak a word of an SDK are read closely: these touch one without its type's name, or without opening it, and must be found all the same.</summary>
public sealed class UnnamedTests
{
    private const string Basics = "using System; using System.Threading.Tasks;\n";

    [Theory]
    [InlineData("PD1001", "global using Blobs = Amazon.S3.AmazonS3Client;", "class Order { object Run() => new Blobs(); }")]
    [InlineData("PD1001", "global using Amazon.S3;", "class Order { object Run() => new AmazonS3Client(); }")]
    [InlineData("PD1001", "", "class Order { object Run() => new Amazon.S3.AmazonS3Client(); }")]
    [InlineData("PD1001", "", "using Blobs = Amazon.S3.AmazonS3Client; class Order { object Run() => new Blobs(); }")]
    [InlineData("PD1001", "", "namespace Inner { using Amazon.S3; class Order { object Run() => new AmazonS3Client(); } }")]
    [InlineData("PD1001", "partial class Order { Amazon.S3.AmazonS3Client? c; }", "partial class Order { void Run() { c = new(); } }")]
    [InlineData("PD1002 PD1003", "class Holder { internal Amazon.S3.IAmazonS3? C { get; set; } }", "class Order { Task Run(Holder h) => h.C!.DeleteObjectAsync(\"a\", \"b\"); }")]
    [InlineData("PD1002 PD1003", "class Holder { internal Amazon.S3.IAmazonS3? C { get; set; } }", "class Order { Task? Run(Holder h) => h.C?\n   .\n DeleteObjectAsync(\"a\", \"b\"); }")]
    [InlineData("PD1003", "", "using static Stripe.StripeConfiguration; class Order { void Run() { ApiKey = \"\"; } }")]
    [InlineData("PD1003", "class Base : Amazon.S3.AmazonS3Client { }", "class Order : Base { Task Run() => DeleteObjectAsync(\"a\", \"b\"); }")]
    [InlineData("PD1001", "", "var c = new Amazon.S3.AmazonS3Client(); await c.DeleteObjectAsync(\"a\", \"b\");")]
    [InlineData("PD2003", "", "class Order { void Run() { try { } catch (Stripe.StripeException) { } } }")]
    public async Task Is_found(string expected, string elsewhere, string code) =>
        Assert.Equal(expected, await Run.Of(elsewhere.StartsWith("global", StringComparison.Ordinal) ? elsewhere : Basics + elsewhere).Source("Code1.cs", Basics + code).IdsAsync());
}
