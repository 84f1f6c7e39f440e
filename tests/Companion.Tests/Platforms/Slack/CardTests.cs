using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Companion.Messages;
using Companion.Platforms.Slack;
using Companion.Storage;
using Companion.Tests.Story;
using Companion.Tests.Support;
using Companion.Views;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Slack;

/// <summary>Every card and every form of the product, as Slack shows it: looked at once, and held to the limits.</summary>
public sealed partial class CardTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_and_every_message_has_its_golden_blocks()
    {
        using var tern = await Tern.SetUpAsync(Ct);
        await tern.ToAsync(Tern.At(1, 6, 10), Ct);
        await tern.Ben.SubmitAsync("answer", new() { ["contributors/first-response"] = "60" }, Ct);
        await tern.OpinionsAsync(4, "processes/logged", agree: 4, Ct, new() { ["gate/iterations-left"] = "4" });
        await tern.ToAsync(Tern.At(7, 3, 12), Ct);
        await tern.Ana.SubmitAsync("decide contributors step-back", new() { ["to"] = "0", ["rationale"] = "We were too fast.", ["effect"] = "Calm.", ["cost"] = "Trust." }, Ct);
        await tern.ToAsync(Tern.At(7, 6, 12), Ct);

        foreach (var line in Lines.Distinct(StringComparer.Ordinal))
        {
            var json = Deterministic(Read((await tern.Ana.SayAsync(line, Ct)).Reply.GetRawText()), line);
            // The list of all commands grows with every command; its looks are those of any list.
            if (line == "help")
                Assert.Empty(BlockRules.OfMessage(json));
            else
                RendererTests.Matches($"cards/{FileName(line)}.json", json);
        }

        foreach (var (title, message) in await SentAsync(tern))
            RendererTests.Matches($"messages/{FileName(title)}.json", message);
    }

    private static IEnumerable<string> Lines =>
    [
        .. HelpTopics.All.SelectMany(t => t.Examples.Take(1)).Where(e => !Changes().IsMatch(e)),
        "why gate", "why contributors know-how", "decide contributors step-back", "decide contributors hold", "checkin create", "checkin edit", "units add", "units edit contributors", "import",
        "criteria contributors add", "criteria contributors edit know-how", "stages contributors add", "owners contributors", "waive", "status contributors", "home", "decisions 1", "nonsense", "status nonsense",
        "help decide", "holidays import", "trigger contributors", "snooze contributors", "evidence contributors first-response", "log https://example.org/p1 We publish the budget",
    ];

    private static JsonObject Deterministic(Reply reply, string line) => Clean(reply switch
    {
        Reply.OpenForm open => FormRenderer.Modal(open.Form, 1, new ViewState(open.Form.Command).Write()!, _ => null),
        Reply.Show show => Renderer.Message(show.Card, Look.Plain(Surface.Message), PageSource.Of(line)),
        Reply.Done done => Renderer.Message(done.Card, Look.Plain(Surface.Message), PageSource.Of(line)),
        _ => throw new InvalidOperationException($"{line}: {reply}"),
    });

    private static Reply Read(string json) => System.Text.Json.JsonSerializer.Deserialize<Reply>(json, Web)!;

    private static readonly System.Text.Json.JsonSerializerOptions Web = new(System.Text.Json.JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    // One of each kind of message that went out by itself: its key says the kind, and of many the first by its text is as good as any.
    private static async Task<IReadOnlyList<(string Title, JsonObject Message)>> SentAsync(Tern tern)
    {
        var rows = await tern.App.Services.GetRequiredService<Database>().ReadAsync(
            async c => (await Dapper.SqlMapper.QueryAsync<(string Once, string Card)>(c, "SELECT once, card FROM outbox")).ToList(), Ct);
        return [.. rows.GroupBy(r => Ids().Replace(r.Once, "x")).Select(g => (g.Key, g.Select(r => Message(r.Card)).MinBy(m => m.ToJsonString(), StringComparer.Ordinal)!))];
    }

    private static JsonObject Message(string card) =>
        Clean(Renderer.Message(System.Text.Json.JsonSerializer.Deserialize<Card>(card, Web)!, Look.Plain(Surface.Message), PageSource.Message));

    // Hashes and codes are made of chance.
    private static JsonObject Clean(JsonObject json) => (JsonObject)JsonNode.Parse(Codes().Replace(Hashes().Replace(json.ToJsonString(), "\"text\":\"0000000000000000\""), "ABCD-EFGH"))!;

    private static string FileName(string line) => Unsafe().Replace(line, "-").Trim('-') is var name && name.Length > 60 ? name[..60] : Unsafe().Replace(line, "-").Trim('-');

    [GeneratedRegex(@"^(share|token|undo|forget-me|export|link|connect|members add|timeoff [0-9]|channel .*here|supersede|expect|report|review|answer|hours [0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Changes();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("\"text\":\"[0-9a-f]{16}\"", RegexOptions.None, 1000)]
    private static partial Regex Hashes();

    [GeneratedRegex("[A-Z0-9]{4}-[A-Z0-9]{4}", RegexOptions.None, 1000)]
    private static partial Regex Codes();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Unsafe();
}
