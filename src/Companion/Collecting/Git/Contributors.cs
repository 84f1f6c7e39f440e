using System.Globalization;

namespace Companion.Collecting.Git;

/// <summary>What a history says about contributors. Each figure's definition stands where it is computed, and in the documentation.</summary>
/// <param name="organisations">Domains of organisations that only one person contributes from.</param>
internal sealed class Contributors(History history, CoreRule core, DateTimeOffset since, IReadOnlyCollection<string> organisations)
{
    public static readonly TimeSpan Active = TimeSpan.FromDays(90);

    // Commits of one day are one visit, whatever way they were merged.
    private static readonly TimeSpan Visit = TimeSpan.FromHours(24);

    private readonly List<Contribution> _inPeriod = [.. history.Contributions.Where(c => c.AcceptedAt > since)];

    public IReadOnlyList<Figure> Figures() => [ActiveOutside(), OutsideShare(), Returning(), Organisations(), AbsenceFactor()];

    /// <summary>Who did how much of the work in the period, most first: a contribution of several is shared by them equally.</summary>
    public IReadOnlyList<(Person Person, decimal Work)> Work() =>
    [
        .. _inPeriod.SelectMany(c => c.People.Select(p => (Person: p, Part: 1m / c.People.Length))).GroupBy(w => w.Person.Number)
            .Select(g => (g.First().Person, g.Sum(w => w.Part))).OrderByDescending(w => w.Item2).ThenBy(w => w.Person.Mails.FirstOrDefault() ?? w.Person.Name, StringComparer.Ordinal),
    ];

    /// <summary>The organisations that contributed in the period: the core team as one, and each domain that at least two people ever used, or that was named as an organisation's.</summary>
    /// <remarks>What only one person ever used may be a company or a person's own domain, and nothing in a history tells which.</remarks>
    public IReadOnlyList<string> OrganisationNames()
    {
        var shared = history.Contributions.SelectMany(c => c.People).DistinctBy(p => p.Number).SelectMany(Domains).GroupBy(d => d, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var people = _inPeriod.SelectMany(c => c.People).DistinctBy(p => p.Number).ToList();
        var others = people.Where(p => !p.IsCore).SelectMany(Domains).Where(d => shared.Contains(d) || organisations.Contains(d)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. people.Exists(p => p.IsCore) ? ["the core team"] : Array.Empty<string>(), .. others];
    }

    private IEnumerable<string> Domains(Person person) => person.Mails.Select(MailDomains.Organisation).OfType<string>().Where(d => !core.IsOfCore(d)).Distinct(StringComparer.Ordinal);

    /// <summary>People outside the core team with at least one contribution accepted in the last 90 days.</summary>
    private Figure ActiveOutside()
    {
        var from = history.Until - Active;
        if (Unseen(from) is { } why)
            return new("active-outside", null, null, why);

        var people = history.Contributions.Where(c => c.AcceptedAt > from).SelectMany(c => c.People).Where(p => !p.IsCore).Select(p => p.Number).Distinct().Count();
        return new("active-outside", people, null, $"people outside the core team with a contribution accepted in the 90 days up to {Day(history.Until)}");
    }

    /// <summary>The part of the work accepted in the period that people outside the core team did.</summary>
    private Figure OutsideShare()
    {
        if (Unseen(since) is { } why)
            return new("outside-share", null, null, why);
        if (_inPeriod.Count == 0)
            return new("outside-share", null, 0, $"nothing was accepted {Period()}");

        var outside = _inPeriod.Sum(c => (decimal)c.People.Count(p => !p.IsCore) / c.People.Length);
        return new("outside-share", Math.Round(100 * outside / _inPeriod.Count, 1), _inPeriod.Count, $"percent of the {_inPeriod.Count:N0} contributions accepted {Period()} came from outside the core team");
    }

    /// <summary>Of those outside the core team whose first contribution came in the period and is 90 days old, the part that contributed again within 90 days, more than a day later.</summary>
    private Figure Returning()
    {
        if (history.ShallowSince is not null)
            return new("returning", null, null, "a shallow clone does not know who came for the first time: fetch the whole history (git fetch --unshallow)");

        var firsts = history.Contributions.SelectMany(c => c.People.Where(p => !p.IsCore).Select(p => (Person: p, c.AcceptedAt)))
            .GroupBy(v => v.Person.Number, v => v.AcceptedAt).Select(g => (First: g.Min(), All: g))
            .Where(v => v.First > since && v.First <= history.Until - Active).ToList();
        var back = firsts.Count(v => v.All.Any(at => at > v.First + Visit && at <= v.First + Active));
        return firsts.Count == 0
            ? new("returning", null, 0, $"nobody from outside came for the first time {Period()}, 90 days ago or earlier")
            : new("returning", Math.Round(100m * back / firsts.Count, 1), firsts.Count, $"percent of the {firsts.Count:N0} people from outside who came for the first time {Period()}, at least 90 days ago, came back within 90 days");
    }

    private Figure Organisations() => Unseen(since) is { } why
        ? new("organisations", null, null, why)
        : new("organisations", OrganisationNames().Count, null, $"organisations whose people contributed {Period()}, by mail domain: the core team as one, and each domain that several people used");

    /// <summary>CHAOSS contributor absence factor: the fewest people who together did half of the work of the period.</summary>
    private Figure AbsenceFactor()
    {
        if (Unseen(since) is { } why)
            return new("absence-factor", null, null, why);
        if (_inPeriod.Count == 0)
            return new("absence-factor", null, null, $"nothing was accepted {Period()}");

        var (people, done) = (0, 0m);
        foreach (var (_, work) in Work())
        {
            people++;
            done += work;
            // Thirds do not add up exactly.
            if (done >= (_inPeriod.Count / 2m) - 0.000001m)
                break;
        }

        return new("absence-factor", people, null, $"the fewest people who together did half of the {_inPeriod.Count:N0} contributions accepted {Period()}");
    }

    private string? Unseen(DateTimeOffset from) => history.ShallowSince is { } oldest && oldest > from
        ? $"a shallow clone that begins on {Day(oldest)} does not reach back to {Day(from)}: fetch the whole history (git fetch --unshallow)"
        : null;

    private string Period() => $"from {Day(since)} to {Day(history.Until)}";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
