using System.Globalization;

namespace Companion.Collecting.Git;

/// <summary>Reads a history as git streams it: of each commit only its place, its time and its people stay in memory.</summary>
internal sealed class HistoryReader(string path, CoreRule core, Bots bots)
{
    private readonly GitProgram _git = new(path);

    /// <param name="branch">What is measured: HEAD, or the name of a branch or tag.</param>
    /// <exception cref="CollectingException">There is no repository, no commit, no such branch.</exception>
    public async Task<History> ReadAsync(string branch, DateTimeOffset until, CancellationToken ct)
    {
        if (!Directory.Exists(path))
            throw new CollectingException($"There is no folder {path}.");
        if (await _git.AskAsync(["rev-parse", "--git-dir"], ct) is null)
            throw new CollectingException($"{path} is no git repository, or git does not trust its owner: see git config --global --add safe.directory.");
        if (await _git.AskAsync(["rev-parse", "--verify", "--quiet", "--end-of-options", $"{branch}^{{commit}}"], ct) is not { } head)
            throw new CollectingException(branch == "HEAD" ? $"{path} has no commit yet: there is nothing to measure." : $"{path} has no branch or tag {branch}.");

        var isShallow = await _git.AskAsync(["rev-parse", "--is-shallow-repository"], ct) == "true";
        var commits = await CommitsAsync(head, ct);
        var people = new People(core, bots, await MailmapAsync(commits, ct));
        var arrivals = Arrivals(commits, until);
        var contributions = new List<Contribution>();
        var (merges, byBots) = (0, 0);
        foreach (var commit in commits.All.Where(c => arrivals[c.Number] >= 0))
        {
            if (commit.Parents.Length > 1)
                merges++;
            else if (people.Of(commit) is { IsEmpty: false } those)
                contributions.Add(new(arrivals[commit.Number], commits.All[arrivals[commit.Number]].At, those));
            else
                byBots++;
        }

        var known = people.Joined();
        return new(
            [.. contributions.OrderBy(c => c.AcceptedAt).ThenBy(c => c.Arrival).Select(c => c with { People = [.. c.People.Select(p => known[p.Number]).Distinct()] })],
            until,
            isShallow ? commits.All.Min(c => c.At) : null,
            merges,
            byBots);
    }

    /// <summary>Which mainline commit brought each commit, by its number; -1 for what came later than <paramref name="until"/>.</summary>
    private static int[] Arrivals(CommitList commits, DateTimeOffset until)
    {
        var arrivals = new int[commits.All.Count];
        Array.Fill(arrivals, -1);
        var mainline = new List<int>();
        for (var at = 0; at >= 0; at = commits.All[at].Parents is [var first, ..] ? commits.NumberOf(first) : -1)
            mainline.Add(at);

        // From the oldest on: what an older mainline commit brought was there already.
        var open = new Stack<int>();
        foreach (var number in Enumerable.Reverse(mainline).Where(n => commits.All[n].At <= until))
        {
            open.Push(number);
            while (open.TryPop(out var next))
            {
                if (arrivals[next] >= 0)
                    continue;
                arrivals[next] = number;
                foreach (var parent in commits.All[next].Parents)
                    if (commits.NumberOf(parent) is >= 0 and var before && arrivals[before] < 0)
                        open.Push(before);
            }
        }

        return arrivals;
    }

    private async Task<CommitList> CommitsAsync(string head, CancellationToken ct)
    {
        string[] log = ["log", "-z", "--use-mailmap", "--format=%H%n%P%n%ct%n%aN%n%aE%n%(trailers:key=Co-authored-by,valueonly=true,unfold=true,separator=%x0A)", "--end-of-options", head];
        var commits = new CommitList();
        await foreach (var record in _git.RecordsAsync(log, ct))
            commits.Add(record.Split('\n'));

        return commits;
    }

    /// <summary>Git maps authors itself; co-authors stand in texts, so they are mapped by asking.</summary>
    private async Task<Dictionary<string, string>> MailmapAsync(CommitList commits, CancellationToken ct)
    {
        var asked = commits.All.SelectMany(c => c.CoAuthors).Distinct(StringComparer.Ordinal).ToList();
        if (asked.Count == 0)
            return [];

        var mapped = (await _git.AskAsync(["check-mailmap", "--stdin"], ct, string.Join('\n', asked) + "\n"))?.Split('\n') ?? [];
        return mapped.Length == asked.Count
            ? asked.Zip(mapped).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal)
            : throw new CollectingException(string.Create(CultureInfo.InvariantCulture, $"git mapped {mapped.Length} of {asked.Count} co-authors: is its .mailmap broken?"));
    }
}
