namespace Companion.Analyzers.Tests.Support;

/// <summary>Pieces that many sources share.</summary>
internal static class S
{
    public const string Usings = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Amazon.S3;
        using Amazon.S3.Model;
        using Stripe;
        using Google.Cloud.Storage.V1;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.AspNetCore.Mvc;

        """;

    public const string Port = """

        namespace Shop { public interface IContentStore { Task DeleteAsync(string key); } }

        """;
}
