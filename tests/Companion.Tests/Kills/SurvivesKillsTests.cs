using Companion.Tests.Crash;

namespace Companion.Tests.Kills;

/// <summary>It measures nothing, but a server that shares two cores with browsers answers too little to be worth killing.</summary>
[CollectionDefinition(nameof(SurvivesKillsTests), DisableParallelization = true)]
public sealed class AloneCollection;

[Collection(nameof(SurvivesKillsTests))]
public sealed class SurvivesKillsTests
{
    /// <summary>A short run of the program beside this project; <c>--kills 200</c> by hand is the long one.</summary>
    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_done_twice_when_the_server_is_killed()
    {
        await using var says = new StringWriter();

        var intact = await new Run(new Options(Kills: 4, Seed: 20260105, Writers: 4), says).KillAsync(TestContext.Current.CancellationToken);

        Assert.True(intact, says.ToString());
        Assert.DoesNotContain(" 0 answers acknowledged", says.ToString(), StringComparison.Ordinal);
    }
}
