using Companion.Collecting;
using Companion.Collecting.Git;
using Companion.Tests.Support;

namespace Companion.Tests.Collecting;

/// <summary>What a history says about who contributes, on repositories made for the purpose.</summary>
public sealed class GitTests : IDisposable
{
    private const string Ana = "Ana Silva <ana@core.example.org>";
    private const string Ben = "Ben Okoye <ben@gmail.com>";
    private const string Cleo = "Cleo Marsh <cleo@studio.example.net>";

    private static readonly DateTimeOffset End = Repository.At(7, 1);

    private readonly Repository _repository = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task A_team_with_two_guests()
    {
        _repository.Commit(Ana, 1, 10).Commit(Ana, 2, 10).Commit(Ben, 2, 20).Commit(Cleo, 5, 1).Commit(Ana, 6, 1).Commit(Ben, 6, 20);

        var figures = await FiguresAsync();

        Assert.Equal((2m, null), Of(figures, "active-outside"));
        Assert.Equal((50m, 6), Of(figures, "outside-share"));
        Assert.Equal((1m, null), Of(figures, "absence-factor"));
        // Ben came first in February and not again within 90 days; Cleo's 90 days are not over.
        Assert.Equal((0m, 1), Of(figures, "returning"));
        Assert.Equal((1m, null), Of(figures, "organisations"));
    }

    [Fact]
    public async Task Who_comes_back_within_90_days_and_not_on_the_same_day_has_returned()
    {
        _repository.Commit(Ana, 1, 2).Commit(Ben, 1, 10).Commit(Ben, 1, 10).Commit(Cleo, 1, 10).Commit(Cleo, 4, 9).Commit("Dan Roe <dan@x.org>", 1, 10).Commit("Dan Roe <dan@x.org>", 4, 12);

        Assert.Equal((33.3m, 3), Of(await FiguresAsync(), "returning"));
    }

    [Fact]
    public async Task Half_of_the_work_is_the_fewest_people_who_did_it()
    {
        foreach (var (who, times) in new[] { (Ana, 4), (Ben, 3), (Cleo, 3), ("Dan Roe <dan@x.org>", 3), ("Eva Ng <eva@x.org>", 2) })
            for (var i = 0; i < times; i++)
                _repository.Commit(who, 3, 1 + i);

        // 4 and 3 are 7 of 15, fewer than half; the third person makes 10.
        Assert.Equal((3m, null), Of(await FiguresAsync(), "absence-factor"));
    }

    [Fact]
    public async Task A_merged_branch_was_accepted_when_it_was_merged_and_the_merge_itself_is_no_work()
    {
        _repository.Commit(Ana, 1, 2).Branch("feature").Commit(Ben, 1, 5).Commit(Ben, 1, 25).Merge("feature", Ana, 6, 15);

        var history = await HistoryAsync();

        Assert.Equal((3, 1), (history.Contributions.Length, history.Merges));
        Assert.All(history.Contributions.Skip(1), c => Assert.Equal(Repository.At(6, 15), c.AcceptedAt));
        Assert.Single(history.Contributions.Skip(1).Select(c => c.Arrival).Distinct());
        Assert.Equal((1m, null), Of(await FiguresAsync(), "active-outside"));
        Assert.Equal((0m, null), Of(await FiguresAsync(until: Repository.At(6, 14)), "active-outside"));
    }

    [Fact]
    public async Task Co_authors_share_a_contribution()
    {
        _repository.Commit(Ana, 5, 1, "together", Ben, Cleo).Commit(Ana, 5, 2);

        var figures = await FiguresAsync();

        Assert.Equal((33.3m, 2), Of(figures, "outside-share"));
        Assert.Equal((2m, null), Of(figures, "active-outside"));
        Assert.Equal((1m, null), Of(figures, "absence-factor"));
    }

    [Fact]
    public async Task People_who_changed_names_and_addresses_are_one_person()
    {
        _repository.Write(".mailmap", "Rosa Lind <rosa@x.org> R. Old <old@y.org>\nRosa Lind <rosa@x.org> <rosa@third.org>\n")
            .Commit("R. Old <old@y.org>", 5, 1).Commit("Rosa Lind <rosa@x.org>", 5, 2).Commit(Ana, 5, 3, "pair", "Rosa <rosa@third.org>")
            .Commit("Ben Okoye <ben@elsewhere.org>", 5, 4).Commit(Ben, 5, 5)
            .Commit("kim <123+kim@users.noreply.github.com>", 5, 6).Commit("Kim <kim@users.noreply.github.com>", 5, 7);

        var history = await HistoryAsync();

        Assert.Equal(["Ana Silva", "Ben Okoye", "Kim", "Rosa Lind"], history.Contributions.SelectMany(c => c.People).DistinctBy(p => p.Number).Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_address_of_the_core_team_makes_a_person_core_everywhere()
    {
        _repository.Commit(Ana, 5, 1).Commit("Ana Silva <ana.silva@gmail.com>", 5, 2).Commit("Zoe <zoe@mail.core.example.org>", 5, 3).Commit("Lee Park <lee@gmail.com>", 5, 4);

        var figures = await FiguresAsync(CoreRule.Of(["core.example.org"], ["# the team", "Lee Park <lee@gmail.com>  # since May"]));

        Assert.Equal((0m, null), Of(figures, "active-outside"));
        Assert.Equal((0m, 4), Of(figures, "outside-share"));
    }

    [Fact]
    public async Task Thousands_of_co_authors_are_thousands_of_people()
    {
        for (var i = 0; i < 30; i++)
            _repository.Commit(Ana, 5, 1 + (i % 25), $"crowd {i}", [.. Enumerable.Range(100 * i, 100).Select(n => $"Somebody Number{n} <somebody.number.{n}@people.example.net>")]);

        Assert.Equal((3000m, null), Of(await FiguresAsync(), "active-outside"));
    }

    [Fact]
    public async Task Bots_are_nobody()
    {
        _repository.Commit("dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", 5, 1).Commit("release-bot <r@x.org>", 5, 2).Commit("shipit <s@x.org>", 5, 3)
            .Commit("Ada Talbot <ada@x.org>", 5, 4, "with help", "Copilot <198982749+Copilot@users.noreply.github.com>");

        var history = await new HistoryReader(_repository.Path, Core(), new Bots(["shipit"])).ReadAsync("HEAD", End, Ct);

        Assert.Equal((1, 3), (history.Contributions.Length, history.ByBots));
        Assert.Equal(["Ada Talbot"], history.Contributions[0].People.Select(p => p.Name));
    }

    [Fact]
    public async Task An_organisation_is_the_core_team_and_every_domain_that_several_people_used()
    {
        _repository.Commit(Ana, 5, 1).Commit("Ivo <ivo@mail.acme.co.uk>", 5, 2).Commit("Jo <jo@acme.co.uk>", 5, 3).Commit("Max <max@gmail.com>", 5, 4).Commit("Pia <pia@gmail.com>", 5, 5)
            .Commit("Sol <sol@solo.dev>", 5, 6).Commit("Una <una@named.org>", 5, 7).Commit("Vic <vic@localhost>", 5, 8);

        var contributors = new Contributors(await HistoryAsync(), Core(), Repository.At(1, 1), ["named.org"]);

        Assert.Equal(["the core team", "acme.co.uk", "named.org"], contributors.OrganisationNames());
    }

    [Fact]
    public async Task The_same_end_gives_the_same_figures_whatever_came_later()
    {
        _repository.Commit(Ana, 1, 10).Commit(Ben, 2, 10);
        var before = await FiguresAsync(until: Repository.At(3, 1));

        _repository.Commit(Cleo, 4, 1).Commit(Ben, 4, 2);

        Assert.Equal(before.Select(f => f with { Places = default }), (await FiguresAsync(until: Repository.At(3, 1))).Select(f => f with { Places = default }));
    }

    [Fact]
    public async Task One_person_alone_is_one_person_and_nobody_from_outside()
    {
        _repository.Commit(Ana, 5, 1).Commit(Ana, 6, 1);

        var figures = await FiguresAsync();

        Assert.Equal([(0m, null), (0m, 2), (null, 0), (1m, null), (1m, null)], figures.Select(f => (f.Value, f.Cases)));
    }

    [Fact]
    public async Task A_quiet_period_says_nothing_about_shares()
    {
        _repository.Commit(Ana, 1, 2);

        var figures = new Contributors(await HistoryAsync(), Core(), Repository.At(6, 1), []).Figures();

        Assert.Equal([(0m, null), (null, 0), (null, 0), (0m, null), (null, null)], figures.Select(f => (f.Value, f.Cases)));
    }

    [Fact]
    public async Task A_shallow_clone_knows_only_what_it_has()
    {
        _repository.Commit(Ana, 1, 10).Commit(Ben, 3, 20).Commit(Cleo, 6, 1).Commit(Ana, 6, 2);
        using var clone = new TempFolder();
        _repository.Git("clone", "--quiet", "--depth", "2", $"file://{_repository.Path}", clone.File("shallow"));

        var history = await new HistoryReader(clone.File("shallow"), Core(), new Bots([])).ReadAsync("HEAD", End, Ct);
        var figures = new Contributors(history, Core(), Repository.At(1, 1), []).Figures();

        Assert.Equal(Repository.At(6, 1), history.ShallowSince);
        Assert.All(figures, f => Assert.Null(f.Value));
        Assert.Contains("git fetch --unshallow", figures[0].Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_history_is_said_in_a_sentence()
    {
        using var folder = new TempFolder();

        Assert.Contains("has no commit yet", (await Assert.ThrowsAsync<CollectingException>(() => HistoryAsync())).Message, StringComparison.Ordinal);
        _repository.Commit(Ana, 1, 1);
        Assert.Contains("has no branch or tag --all", (await Assert.ThrowsAsync<CollectingException>(() => HistoryAsync("--all"))).Message, StringComparison.Ordinal);
        Assert.Contains("no git repository", (await Assert.ThrowsAsync<CollectingException>(() => new HistoryReader(folder.Path, Core(), new Bots([])).ReadAsync("HEAD", End, Ct))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no folder", (await Assert.ThrowsAsync<CollectingException>(() => new HistoryReader(folder.File("none"), Core(), new Bots([])).ReadAsync("HEAD", End, Ct))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A\"; DROP <a@x.org>")]
    [InlineData("名前 姓 <n@例え.jp>")]
    [InlineData("<script> X <s@x.org>")]
    [InlineData("nameless <>")]
    public async Task Any_name_is_somebody(string who)
    {
        _repository.Commit(who.Replace("<script> ", "script ", StringComparison.Ordinal), 5, 1, "strange", "no contact", "Broken <a@b", "<x@y.org>", "Fine One <fine@y.org>");

        Assert.Equal(2, (await HistoryAsync()).Contributions.Single().People.Length);
    }

    private static CoreRule Core() => CoreRule.Of(["core.example.org"], []);

    private static (decimal?, int?) Of(IReadOnlyList<Figure> figures, string criterion)
    {
        var figure = figures.Single(f => f.Criterion == criterion);
        return (figure.Value, figure.Cases);
    }

    private Task<History> HistoryAsync(string branch = "HEAD", DateTimeOffset? until = null, CoreRule? core = null) =>
        new HistoryReader(_repository.Path, core ?? Core(), new Bots([])).ReadAsync(branch, until ?? End, Ct);

    private async Task<IReadOnlyList<Figure>> FiguresAsync(CoreRule? core = null, DateTimeOffset? until = null) =>
        new Contributors(await HistoryAsync(until: until, core: core), core ?? Core(), (until ?? End).AddDays(-365), []).Figures();
}
