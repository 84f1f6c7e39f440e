using System.CommandLine;
using System.Globalization;
using Companion.Collecting;
using Companion.Collecting.Git;

namespace Companion.CommandLine;

/// <summary><c>companion evidence git PATH --unit contributors --core-domain example.org</c></summary>
internal static class EvidenceGit
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(365);

    public static Command Command()
    {
        var target = new EvidenceTarget();
        var path = new Argument<string>("path") { Description = "A clone with its whole history." };
        var unit = new Option<string>("--unit") { Required = true, Description = "The unit it is evidence for: contributors, core-team." };
        var domains = new Option<string[]>("--core-domain") { Description = "Whoever has an address there is of the core team; may be given several times.", AllowMultipleArgumentsPerToken = true };
        var list = new Option<string?>("--core-list") { Description = "A file with the core team: an address or a full name a line." };
        var organisations = new Option<string[]>("--organisation") { Description = "A domain that is an organisation's though only one person contributes from it; may be given several times.", AllowMultipleArgumentsPerToken = true };
        var bots = new Option<string[]>("--bot") { Description = "The name or address of a program that commits and does not say so in its name.", AllowMultipleArgumentsPerToken = true };
        var since = new Option<string?>("--since") { Description = "The first day of the period; a year before its end when left out." };
        var until = new Option<string?>("--until") { Description = "The end of the period, for the same figures again later; now when left out." };
        var branch = new Option<string>("--branch") { Description = "What is measured.", DefaultValueFactory = _ => "HEAD" };
        var explain = new Option<bool>("--explain") { Description = "Print the people and organisations behind the figures. They are not sent." };
        var git = new Command("git", "Measure who contributes to a repository: active people and share from outside, returning first-timers, organisations, absence factor.") { path, unit, domains, list, organisations, bots, since, until, branch, explain };
        target.AddTo(git);
        git.SetAction((parsed, ct) => Evidence.PlainlyAsync(async () =>
        {
            var core = await CoreAsync(parsed.GetValue(domains) ?? [], parsed.GetValue(list), ct);
            var end = Moment(parsed.GetValue(until), "--until");
            var to = end ?? TimeProvider.System.GetUtcNow();
            var from = Moment(parsed.GetValue(since), "--since") ?? to - Usual;
            if (from >= to)
                throw new CollectingException("--since lies after the end of the period.");

            var history = await new HistoryReader(parsed.GetRequiredValue(path), core, new Bots(parsed.GetValue(bots) ?? [])).ReadAsync(parsed.GetValue(branch)!, to, ct);
            var contributors = new Contributors(history, core, from, [.. (parsed.GetValue(organisations) ?? []).Select(o => o.Trim().ToLowerInvariant())]);
            await Evidence.SayAsync(Head(history));
            if (parsed.GetValue(explain))
                await Evidence.SayAsync(Explained(contributors));
            return await target.SendAsync(parsed, parsed.GetRequiredValue(unit), contributors.Figures(), end, "git", ct);
        }));
        return git;
    }

    private static IEnumerable<string> Head(History history)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{history.Contributions.Length:N0} contributions in the whole history; merges ({history.Merges:N0}) and commits of bots ({history.ByBots:N0}) are not counted.");
        if (history.ShallowSince is { } oldest)
            yield return string.Create(CultureInfo.InvariantCulture, $"This is a shallow clone that begins on {oldest:yyyy-MM-dd}: what needs more is unknown.");
    }

    private static IEnumerable<string> Explained(Contributors contributors)
    {
        var work = contributors.Work();
        var whole = work.Sum(w => w.Work);
        yield return string.Create(CultureInfo.InvariantCulture, $"{work.Count:N0} people in the period; the first of them:");
        foreach (var (person, done) in work.Take(15))
            yield return string.Create(CultureInfo.InvariantCulture, $"  {person.Name,-32} {(person.IsCore ? "core" : "outside"),-8} {done,8:0.#} {100 * done / whole,5:0.0}%  {string.Join(" ", person.Mails.Take(3))}");
        yield return $"Organisations: {string.Join(", ", contributors.OrganisationNames())}";
        yield return "";
    }

    private static async Task<CoreRule> CoreAsync(string[] domains, string? list, CancellationToken ct)
    {
        try
        {
            var core = CoreRule.Of(domains, list is null ? [] : await File.ReadAllLinesAsync(list, ct));
            return core.Domains.IsEmpty && core.List.IsEmpty ? throw new CollectingException("Say who is of the core team: --core-domain example.org, or --core-list FILE with an address or name a line.") : core;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CollectingException($"{list} cannot be read: {e.Message}", e);
        }
    }

    private static DateTimeOffset? Moment(string? text, string option) =>
        text is null ? null
        : DateTimeOffset.TryParseExact(text, (string[])["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year is >= 1970 and < 9999 ? at
        : throw new CollectingException($"Write {option} as a day such as 2026-03-03, or as 2026-03-03T15:00:00Z.");
}
