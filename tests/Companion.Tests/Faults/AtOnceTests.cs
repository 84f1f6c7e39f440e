using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Faults;

/// <summary>Two at once, the same thing again, a clock that jumps.</summary>
public sealed class AtOnceTests : IDisposable
{
    private readonly App _app = new(Team.Monday);
    private readonly HttpClient _http;

    public AtOnceTests() => _http = _app.CreateClient();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _app.Dispose();
    }

    [Fact]
    public async Task Of_two_owners_who_decide_at_once_one_wins_and_the_other_is_told()
    {
        await Team.SetUpAsync(_http, Ct);
        var (ben, cleo) = (await ChatPerson.NamedAsync(_http, "Ben", Ct), await ChatPerson.NamedAsync(_http, "Cleo", Ct));
        var back = new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = "20", ["rationale"] = "too far" };

        var answers = await Task.WhenAll(ben.SubmitAsync("decide contributors step-back", back, Ct), cleo.SubmitAsync("decide contributors step-back", back, Ct));

        Assert.Single(answers, a => a.Kind == "done");
        // The other one's wish no longer fits the level, and the field says so.
        Assert.Contains("20 is not a stage below 20", answers.Single(a => a.Kind != "done").Text, StringComparison.Ordinal);
        Assert.Equal(2, await DecisionsAsync());
    }

    [Fact]
    public async Task The_same_delivery_three_times_has_one_effect_and_one_answer()
    {
        await Team.SetUpAsync(_http, Ct);
        var ben = await ChatPerson.NamedAsync(_http, "Ben", Ct);
        var target = new Dictionary<string, string>(StringComparer.Ordinal) { ["target"] = "100", ["rationale"] = "all the way" };

        var first = await ben.SubmitAsync("target contributors", target, Ct, key: "delivery 1");
        var again = await Task.WhenAll(ben.SubmitAsync("target contributors", target, Ct, key: "delivery 1"), ben.SubmitAsync("target contributors", target, Ct, key: "delivery 1"));

        Assert.All(again, a => Assert.Equal(first.Text, a.Text));
        Assert.Equal(2, await DecisionsAsync());
        Assert.Single(await ben.InboxAsync(Ct), m => m.Text.Contains("target 100", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sixteen_repeats_at_once_have_one_effect()
    {
        await Team.SetUpAsync(_http, Ct);
        var ben = await ChatPerson.NamedAsync(_http, "Ben", Ct);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ben.SayAsync("timeoff 2026-02-20", Ct, key: "delivery 1")));

        Assert.Single(answers.Select(a => a.Text).Distinct());
        var off = await ben.SayAsync("timeoff", Ct);
        Assert.Single(off.Text.Split('\n'), l => l.Contains("20 Feb", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_and_back_opens_no_round_twice()
    {
        var steward = await Team.SetUpAsync(_http, Ct);

        foreach (var at in new[] { Team.Monday.AddDays(1).AddHours(1), Team.Monday.AddDays(40), Team.Monday.AddDays(2), Team.Monday.AddDays(70), Team.Monday.AddDays(41) })
        {
            _app.Time.Set(at);
            await _app.TickAsync(Ct);
            await _app.TickAsync(Ct);
        }

        var organisations = _app.Services.GetRequiredService<OrganisationStore>();
        var rounds = await _app.Services.GetRequiredService<RoundStore>().LatestAsync((await organisations.AllAsync(Ct))[0], 50, Ct);
        Assert.Equal(rounds.Length, rounds.Select(r => r.Date).Distinct().Count());
        Assert.Contains("was skipped", string.Concat((await steward.InboxAsync(Ct, "general")).Select(m => m.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_after_the_round_closed_is_told_so()
    {
        await Team.SetUpAsync(_http, Ct);
        var ben = await ChatPerson.NamedAsync(_http, "Ben", Ct);
        await _app.AdvanceToAsync(Team.Monday.AddDays(1).AddHours(1), Ct);
        await _app.AdvanceToAsync(Team.Monday.AddDays(7), Ct);

        var late = await ben.SubmitAsync("answer 1", new() { ["contributors/first-response"] = "60" }, Ct);

        Assert.Contains("is closed", late.Text, StringComparison.Ordinal);
    }

    private async Task<long> DecisionsAsync()
    {
        var organisations = _app.Services.GetRequiredService<OrganisationStore>();
        return await _app.Services.GetRequiredService<DecisionStore>().CountAsync((await organisations.AllAsync(Ct))[0], null, Ct);
    }
}
