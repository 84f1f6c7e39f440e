namespace Companion.Commands;

/// <summary>The words of a search, each filter with its whole value: <c>by:Kim Novak</c> and <c>by:"Kim Novak"</c> are one word, where there is such a name.</summary>
internal static class SearchWords
{
    /// <param name="line">As it was typed.</param>
    /// <param name="names">Names that have several words.</param>
    public static IEnumerable<string> Of(string line, IReadOnlyCollection<string> names)
    {
        var rest = line.Trim();
        while (rest.Length > 0)
        {
            var end = End(rest, names);
            yield return rest[..end].Replace("\"", "", StringComparison.Ordinal);
            rest = rest[end..].TrimStart();
        }
    }

    private static int End(string rest, IReadOnlyCollection<string> names)
    {
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var space = rest.IndexOf(' ', StringComparison.Ordinal);
        if (colon <= 0 || (space >= 0 && space < colon))
            return space < 0 ? rest.Length : space;

        var value = rest[(colon + 1)..];
        if (value.StartsWith('"') && value.IndexOf('"', 1) is var closing and > 0)
            return colon + closing + 2;

        var name = names.Where(n => value.StartsWith(n, StringComparison.OrdinalIgnoreCase) && (value.Length == n.Length || value[n.Length] == ' ')).MaxBy(n => n.Length);
        return name is not null ? colon + 1 + name.Length : space < 0 ? rest.Length : space;
    }
}
