using System.Runtime.CompilerServices;

namespace Companion.Tests.Architecture;

/// <summary>The source files of the product, as text.</summary>
internal static class Sources
{
    private static readonly Lazy<IReadOnlyList<Source>> Files = new(Read);

    public static IReadOnlyList<Source> All => Files.Value;

    public static IEnumerable<Source> Of(string folder) => All.Where(s => s.Path.StartsWith(folder, StringComparison.Ordinal));

    private static List<Source> Read()
    {
        var root = Path.Combine(Here(), "..", "..", "..", "src");
        return
        [
            .. Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
                .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
                .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
                .Select(f => new Source(f, File.ReadAllLines(Path.Combine(root, f)))),
        ];
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

/// <summary>One file, with its path below src.</summary>
internal sealed record Source(string Path, string[] Lines);
