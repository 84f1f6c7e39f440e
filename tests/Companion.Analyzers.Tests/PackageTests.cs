using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Companion.Analyzers.CodeFixes;
using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Tests;

/// <summary>The package as a stranger meets it: packed, restored from a folder beside the real SDK, built, read, fixed, built again.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Source = """
        using System.Threading.Tasks;
        using Amazon.S3;

        namespace App;

        public class OrderService
        {
            private readonly AmazonS3Client _s3 = new();

            public async Task CancelAsync(string key)
            {
                await _s3.DeleteObjectAsync("orders", key);
            }
        }
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <RestoreAdditionalProjectSources>FEED</RestoreAdditionalProjectSources>
            <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="AWSSDK.S3" Version="4.0.102.5" />
            <PackageReference Include="Companion.Analyzers" Version="VERSION" PrivateAssets="all" />
          </ItemGroup>
        </Project>
        """;

    private const string Fingerprint = "PD1001|amazon-s3|T:App.OrderService|AmazonS3Client";

    private readonly string _folder = Directory.CreateTempSubdirectory("companion-analyzers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Works_in_a_fresh_project_and_the_fix_makes_it_clean()
    {
        var app = Path.Combine(_folder, "App");
        Directory.CreateDirectory(app);
        await PrepareAsync(app);

        var first = await DotnetAsync(app, "build", "--no-incremental", "-nodeReuse:false", "-p:DecentralizationReport=true");
        Assert.Contains("warning PD1001: 'OrderService' creates 'AmazonS3Client' (Amazon S3, blob storage)", first, StringComparison.Ordinal);
        Assert.DoesNotContain("CS8032", first, StringComparison.Ordinal);
        CheckReport(Path.Combine(app, "obj", "App.net10.0.decentralization.sarif"));

        // Accepted for now: silent, though enforced, and still in the report.
        await File.WriteAllTextAsync(Path.Combine(app, "decentralization-baseline.txt"), Fingerprint + "\n", TestContext.Current.CancellationToken);
        var accepted = await DotnetAsync(app, "build", "--no-restore", "--no-incremental", "-nodeReuse:false", "-p:DecentralizationMode=enforce", "-p:DecentralizationReport=true");
        Assert.DoesNotContain("PD1001", accepted, StringComparison.Ordinal);
        CheckSuppressed(Path.Combine(app, "obj", "App.net10.0.decentralization.sarif"));
        File.Delete(Path.Combine(app, "decentralization-baseline.txt"));

        var fixedFiles = await Fix.ApplyAsync(new ExtractPortFix(), Source, "PD1001", Sdk(Path.Combine(app, "obj", "project.assets.json")));
        Assert.NotNull(fixedFiles);
        foreach (var (name, text) in fixedFiles.Where(f => f.Key.EndsWith(".cs", StringComparison.Ordinal)))
            await File.WriteAllTextAsync(Path.Combine(app, name), text, TestContext.Current.CancellationToken);

        var second = await DotnetAsync(app, "build", "--no-restore", "--no-incremental", "-nodeReuse:false", "-p:DecentralizationMode=enforce");
        Assert.DoesNotContain("PD", second, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", second, StringComparison.Ordinal);
    }

    private async Task PrepareAsync(string app)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Companion.sln")))
            root = root.Parent!;

        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        // A version of its own, or the package cache would answer with an older build.
        var version = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{Environment.ProcessId}.{Stopwatch.GetTimestamp()}");
        await DotnetAsync(root.FullName, "pack", "analyzers/Companion.Analyzers.CodeFixes", "--no-build", "-c", configuration, "-o", _folder, $"-p:PackageVersion={version}", "-nodeReuse:false");

        using (var package = await ZipFile.OpenReadAsync(Directory.GetFiles(_folder, "*.nupkg").Single(), TestContext.Current.CancellationToken))
        {
            var dlls = package.Entries.Select(e => e.FullName).Where(e => e.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
            Assert.Equal(["analyzers/dotnet/cs/Companion.Analyzers.CodeFixes.dll", "analyzers/dotnet/cs/Companion.Analyzers.dll"], dlls);
        }

        // The private package folder keeps this version out of the user's cache.
        var project = Project.Replace("FEED", _folder, StringComparison.Ordinal).Replace("VERSION", version, StringComparison.Ordinal)
            .Replace("<Nullable>", $"<RestorePackagesPath>{Path.Combine(_folder, "packages")}</RestorePackagesPath><Nullable>", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(app, "App.csproj"), project.Replace("Sdk=\"Microsoft.NET.Sdk\">", "Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Library</OutputType></PropertyGroup>", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(app, "Code.cs"), Source, TestContext.Current.CancellationToken);
    }

    private static void CheckReport(string path)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(path));
        var run = report.RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results").EnumerateArray().ToDictionary(r => r.GetProperty("ruleId").GetString()!, r => r);

        Assert.Equal("amazon-s3", results["PD1001"].GetProperty("properties").GetProperty("customProperties").GetProperty("vendor").GetString());
        Assert.Equal(Fingerprint, results["PD1001"].GetProperty("properties").GetProperty("customProperties").GetProperty("fingerprint").GetString());
        Assert.Equal("1", results["PD9001"].GetProperty("properties").GetProperty("customProperties").GetProperty("findings.blob-storage").GetString());
    }

    private static void CheckSuppressed(string path)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(path));
        var found = report.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Single(r => r.GetProperty("ruleId").GetString() == "PD1001");

        Assert.Contains("Suppression Id: PDS1001, Suppression Justification: Accepted in decentralization-baseline.txt", found.GetProperty("suppressions")[0].GetProperty("properties").GetProperty("suppressionType").GetString(), StringComparison.Ordinal);
    }

    private static List<MetadataReference> Sdk(string assets)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(assets));
        var folder = json.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
        return Directory.GetFiles(folder, "AWSSDK.*.dll", SearchOption.AllDirectories).Where(f => f.Contains("net8.0", StringComparison.Ordinal)).Select(f => (MetadataReference)MetadataReference.CreateFromFile(f)).ToList();
    }

    private static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await error;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
