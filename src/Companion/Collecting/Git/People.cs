using System.Collections.Immutable;

namespace Companion.Collecting.Git;

/// <summary>Tells people apart: one address is one person, and so is one full name of two words or more. What that cannot know, the repository's .mailmap says.</summary>
internal sealed class People(CoreRule core, Bots bots, Dictionary<string, string> mailmap)
{
    private readonly Dictionary<string, int> _byContact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byMail = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, string Mail, int Same)> _seen = [];

    /// <summary>Who made a commit, each once, without bots.</summary>
    public ImmutableArray<Person> Of(Commit commit) =>
    [
        .. commit.CoAuthors.Select(c => mailmap.GetValueOrDefault(c, c)).Prepend(commit.Author).Distinct(StringComparer.Ordinal)
            .Select(NumberOf).Where(n => n >= 0).Distinct().Select(n => new Person(n, "", [], false)),
    ];

    /// <summary>The people, by each number that was given out: those who turned out to be the same are the same.</summary>
    public IReadOnlyList<Person> Joined()
    {
        var groups = Enumerable.Range(0, _seen.Count).ToLookup(Root);
        var joined = new Person[_seen.Count];
        foreach (var group in groups)
        {
            var mails = group.Select(n => _seen[n].Mail).Distinct(StringComparer.Ordinal).ToImmutableArray();
            var person = new Person(group.Key, _seen[group.Key].Name, mails, core.Names(group.Select(n => _seen[n].Name), mails));
            foreach (var number in group)
                joined[number] = person;
        }

        return joined;
    }

    // -1 for a bot.
    private int NumberOf(string contact)
    {
        if (_byContact.TryGetValue(contact, out var known))
            return known;

        var at = contact.LastIndexOf('<');
        var (name, mail) = (contact[..at].Trim(), contact[(at + 1)..^1].Trim().ToLowerInvariant());
        if (bots.IsBot(name, mail))
            return _byContact[contact] = -1;

        var number = _seen.Count;
        _seen.Add((name, mail, number));
        if (mail.Length > 0)
            Join(_byMail, MailDomains.Account(mail), number);
        if (name.Trim().Contains(' ', StringComparison.Ordinal))
            Join(_byName, name, number);
        return _byContact[contact] = number;
    }

    private void Join(Dictionary<string, int> by, string key, int number)
    {
        if (!by.TryAdd(key, number))
            Unite(by[key], number);
    }

    // The one seen first stands for both (git lists the newest first), whatever the order of joining.
    private void Unite(int a, int b)
    {
        var (first, second) = (Math.Min(Root(a), Root(b)), Math.Max(Root(a), Root(b)));
        _seen[second] = _seen[second] with { Same = first };
    }

    private int Root(int number)
    {
        while (_seen[number].Same != number)
            number = _seen[number].Same;
        return number;
    }
}
