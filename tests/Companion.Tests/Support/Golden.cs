using System.Runtime.CompilerServices;

namespace Companion.Tests.Support;

/// <summary>Compares what was made with a file somebody looked at. UPDATE_GOLDEN=1 rewrites the files; the diff is then to be read.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual, [CallerFilePath] string caller = "")
    {
        var file = Path.Combine(Root(caller), "Golden", name);
        // A file ends with a line break, whether or not what it keeps does.
        var text = actual + "\n";

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        Assert.True(File.Exists(file), $"There is no golden file {name}: run once with UPDATE_GOLDEN=1 and look at what it wrote.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text);
    }

    private static string Root(string caller)
    {
        for (var folder = Path.GetDirectoryName(caller); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Companion.Tests.csproj")))
                return folder;
        }

        throw new InvalidOperationException("Golden files are found beside the sources of the tests.");
    }
}
