using System.Collections.Immutable;
using System.Globalization;

namespace Companion.Collecting.Git;

/// <summary>The commits of a history, newest first as git lists them; they know each other by their place.</summary>
internal sealed class CommitList
{
    private readonly List<Commit> _all = [];
    private readonly Dictionary<Int128, int> _numbers = [];

    public IReadOnlyList<Commit> All => _all;

    /// <summary>-1 for a commit that is not there: a shallow clone's oldest ones name parents it does not have.</summary>
    public int NumberOf(Int128 id) => _numbers.GetValueOrDefault(id, -1);

    /// <summary>Takes one record of the log: hash, parents, time, author, address, then a co-author a line.</summary>
    public void Add(string[] lines)
    {
        if (lines.Length < 5 || !long.TryParse(lines[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            throw new CollectingException("git wrote a log that cannot be read: is it older than 2.22?");

        var parents = lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Id).ToImmutableArray();
        _numbers[Id(lines[0])] = _all.Count;
        _all.Add(new(
            _all.Count,
            parents,
            DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, 253_402_300_799)),
            string.Intern($"{lines[3]} <{lines[4]}>"),
            [.. lines.Skip(5).Select(l => l.Trim()).Where(IsContact).Select(string.Intern)]));
    }

    // Half of a hash tells any two commits of one repository apart.
    private static Int128 Id(string hash) => Int128.Parse(hash.AsSpan(0, Math.Min(31, hash.Length)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static bool IsContact(string text) =>
        text.Length < 500 && text.EndsWith('>') && text.IndexOf('<', StringComparison.Ordinal) is > 0 and var at && at == text.LastIndexOf('<') && text.IndexOf('>', StringComparison.Ordinal) == text.Length - 1;
}

/// <summary>One commit.</summary>
/// <param name="Author">"Name &lt;address&gt;", mapped.</param>
/// <param name="CoAuthors">The same as it stands in the message, not mapped yet.</param>
internal sealed record Commit(int Number, ImmutableArray<Int128> Parents, DateTimeOffset At, string Author, ImmutableArray<string> CoAuthors);
