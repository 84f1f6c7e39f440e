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
        await ExpectIntactAsync(new Options(Kills: 4, Seed: 20260105, Writers: 4));
    }

    [Fact]
    public async Task Each_round_nudge_and_message_happens_once_when_one_of_two_servers_on_one_database_is_killed()
    {
        await Support.Postgres.NewSiteAsync(TestContext.Current.CancellationToken); // says what is missing where PostgreSQL is not installed

        await ExpectIntactAsync(new Options(Kills: 3, Seed: 20260106, Writers: 4, Postgres: true));
    }

    private static async Task ExpectIntactAsync(Options options)
    {
        await using var says = new StringWriter();

        var intact = await new Run(options, says).KillAsync(TestContext.Current.CancellationToken);

        Assert.True(intact, says.ToString());
        Assert.DoesNotContain(" 0 answers acknowledged", says.ToString(), StringComparison.Ordinal);
    }
}
