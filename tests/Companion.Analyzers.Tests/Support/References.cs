using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Tests.Support;

/// <summary>What every test compilation references: the running framework, and one in-memory assembly for each stub file.</summary>
internal static class References
{
    public static ImmutableArray<MetadataReference> Framework { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "System.dll"))
            .Where(p => !Path.GetFileName(p).StartsWith("System.Composition", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    public static ImmutableArray<MetadataReference> Stubs { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Stubs"), "*.cs").Select(f => Compile(Path.GetFileNameWithoutExtension(f), File.ReadAllText(f)))];

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [new DecentralizationAnalyzer(), new VendorNameAnalyzer(), new BaselineSuppressor()];

    public static MetadataReference Compile(string name, string source, params MetadataReference[] more)
    {
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)], [.. Framework, .. more], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
