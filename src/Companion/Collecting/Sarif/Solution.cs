using System.Text.RegularExpressions;

namespace Companion.Collecting.Sarif;

/// <summary>The C# projects that a solution names.</summary>
internal static partial class Solution
{
    /// <param name="file">A .sln, .slnx or .slnf.</param>
    public static async Task<IReadOnlyList<string>> ProjectsAsync(string file, CancellationToken ct)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file, ct);
            var projects = Projects().Matches(text).Select(m => m.Groups["name"].Value).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            return projects.Count > 0 ? projects : throw new CollectingException($"{file} names no C# project.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CollectingException($"{file} cannot be read: {e.Message}", e);
        }
    }

    [GeneratedRegex("""["\\/](?<name>[^"\\/]+)\.csproj["]""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Projects();
}
