using System.Text.Json;
using Companion.Tests.Domain;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.CheckIns;

public sealed class OwnAnswerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_round_begins_with_ones_own_last_answers()
    {
        using var coop = await Cooperative.SetUpAsync();
        await coop.ToAsync(1, 6, 11);
        await DoneAsync(coop.Cleo, "answer", new() { ["gate/iterations-left"] = "3", ["gate/predictable"] = "?" });
        await DoneAsync(coop.Dan, "answer", new() { ["gate/iterations-left"] = "5" });

        await coop.ToAsync(2, 3, 11);
        var (cleo, eva) = ((await coop.Cleo.SayAsync("answer", Ct)).Reply, (await coop["Eva"].SayAsync("answer", Ct)).Reply);

        Assert.Equal("3", InitialOf(cleo, "gate/iterations-left"));
        Assert.Equal("?", InitialOf(cleo, "gate/predictable"));
        Assert.Null(InitialOf(eva, "gate/iterations-left"));
    }

    [Fact]
    public async Task An_answer_is_there_again_until_the_round_closes()
    {
        using var coop = await Cooperative.SetUpAsync();
        await coop.ToAsync(1, 6, 11);
        await DoneAsync(coop.Cleo, "answer", new() { ["gate/iterations-left"] = "3" });
        await DoneAsync(coop.Cleo, "answer", new() { ["gate/iterations-left"] = "4" });

        Assert.Equal("4", InitialOf((await coop.Cleo.SayAsync("answer", Ct)).Reply, "gate/iterations-left"));
    }

    /// <summary>What a field holds when the form opens.</summary>
    private static string? InitialOf(JsonElement reply, string field) =>
        reply.GetProperty("form").GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("name").GetString() == field).TryGetProperty("initial", out var initial) ? initial.GetString() : null;
}
