using System.Collections.Immutable;

namespace Companion.Collecting.Git;

/// <summary>Who belongs to the core team: everybody with an address of one of its domains, and whoever stands in its list.</summary>
/// <param name="Domains">"example.org" is also mail.example.org.</param>
/// <param name="List">Addresses and full names.</param>
internal sealed record CoreRule(ImmutableArray<string> Domains, ImmutableHashSet<string> List)
{
    public bool Names(IEnumerable<string> names, IEnumerable<string> mails) =>
        mails.Any(m => List.Contains(m) || IsOfCore(MailDomains.Of(m))) || names.Any(List.Contains);

    /// <summary>True for a domain of the core team.</summary>
    public bool IsOfCore(string domain) => Domains.Any(d => domain == d || domain.EndsWith($".{d}", StringComparison.Ordinal));

    /// <summary>Reads a list: an address, a full name, or both as "Name &lt;address&gt;" a line; # begins a comment.</summary>
    public static CoreRule Of(IEnumerable<string> domains, IEnumerable<string> lines)
    {
        var list = ImmutableHashSet.CreateBuilder<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
        {
            var at = line.IndexOf('<', StringComparison.Ordinal);
            if (at < 0)
                list.Add(line);
            else
                list.UnionWith(((string[])[line[..at].Trim(), line[(at + 1)..].TrimEnd('>', ' ')]).Where(w => w.Length > 0));
        }

        return new([.. domains.Select(d => d.Trim().TrimStart('@').ToLowerInvariant()).Where(d => d.Length > 0)], list.ToImmutable());
    }
}
