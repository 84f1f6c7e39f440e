using Companion.Core.Readiness;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

public sealed class GateAndDependencyTests
{
    [Fact]
    public async Task A_waiver_lets_a_proved_unit_be_called_and_ends_by_itself()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "evidence gate breaking-changes 9");
        await coop.ProveContributorsAsync();
        await coop.DaysAsync(15);
        Assert.Equal(Status.HeldBack, (await coop.AssessAsync("contributors")).Status);

        await DoneAsync(coop.Ana, "waive 10 days because the release is small");

        Assert.Equal(Status.Ready, (await coop.AssessAsync("contributors")).Status);
        Assert.Contains("it is waived until", await ShownAsync(coop.Cleo, "gate"), StringComparison.Ordinal);
        await coop.DaysAsync(11);
        Assert.Equal(Status.HeldBack, (await coop.AssessAsync("contributors")).Status);
    }

    [Fact]
    public async Task A_waiver_can_be_ended_early()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "waive until 2026-02-01 because the launch is small");

        var ended = await DoneAsync(coop.Ana, "waive end because the launch is over");

        Assert.Contains("ended", ended, StringComparison.Ordinal);
        Assert.DoesNotContain("waived until", await ShownAsync(coop.Cleo, "gate"), StringComparison.Ordinal);
        Assert.Contains("nothing to end", await ShownAsync(coop.Ana, "waive end because again"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("waive 91 days because long", "at most 90 days")]
    [InlineData("waive until 2027-01-01 because long", "at most 90 days")]
    [InlineData("waive until 2025-01-01 because late", "has passed")]
    [InlineData("waive forever because why not", "Write until when")]
    [InlineData("waive 0 days because none", "Write until when")]
    public async Task A_waiver_has_its_limits(string line, string says)
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains(says, await ShownAsync(coop.Ana, line), StringComparison.Ordinal);
        Assert.Contains("Only a steward", await ShownAsync(coop.Ben, line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_holds_back_until_the_other_unit_is_there()
    {
        using var coop = await Cooperative.SetUpAsync();
        await coop.HoldGateAsync();
        await coop.ProveContributorsAsync();
        await DoneAsync(coop.Ben, "depends contributors 40 on finance 20 because contributors want to be paid");
        await DoneAsync(coop.Ana, "criteria finance exempt investor-positions because there are none");
        await DoneAsync(coop.Ana, "target finance 20 because it comes first");
        await coop.DaysAsync(15);

        var held = await coop.AssessAsync("contributors");
        Assert.Equal(Status.HeldBack, held.Status);
        Assert.Contains("needs Finance at 20; that is at 0", await ShownAsync(coop.Cleo, "why contributors"), StringComparison.Ordinal);

        await DoneAsync(coop.Ana, "decide finance advance 20 because the exit stays open");
        Assert.Equal(Status.Ready, (await coop.AssessAsync("contributors")).Status);
    }

    [Fact]
    public async Task Cycles_are_refused_with_the_way_they_would_take()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "depends contributors 60 on tech-stack 40 because of the adapters");
        await DoneAsync(coop.Ana, "depends tech-stack 60 on finance 40 because it costs");

        var refused = await ShownAsync(coop.Ana, "depends finance 60 on contributors 40 because they pay");

        Assert.Contains("Finance needs External contributors needs Technology stack needs Finance", refused, StringComparison.Ordinal);
        Assert.Contains("cannot need itself", await ShownAsync(coop.Ana, "depends finance 60 on finance 40 because of itself"), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "depends tech-stack 60 on finance none because it is cheap after all");
        await DoneAsync(coop.Ana, "depends finance 60 on contributors 40 because they pay");
        Assert.Contains("From 60 on it needs External contributors at 40", await ShownAsync(coop.Cleo, "depends finance"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("depends", "What depends?")]
    [InlineData("depends contributors 41 on finance 20 because x", "From which stage on?")]
    [InlineData("depends contributors 40 on nowhere 20 because x", "There is no unit")]
    [InlineData("depends contributors 40 on finance 21 because x", "at which level")]
    [InlineData("depends contributors 40 on finance none because x", "does not need Finance")]
    public async Task A_dependency_that_cannot_be_says_why(string line, string says)
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains(says, await ShownAsync(coop.Ana, line), StringComparison.Ordinal);
    }
}
