using Companion.Tests.Crash;
using Companion.Tests.Support;
using Dapper;

namespace Companion.Tests.Kills;

[Collection(nameof(SurvivesKillsTests))]
public sealed class EvidenceSurvivesKillsTests
{
    private const int Kills = 3;
    private const int Writers = 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_kept_whole_once_however_often_it_is_sent_to_a_server_that_is_killed()
    {
        using var folder = new TempFolder();
        var site = Site.File(folder.File("companion.db"));
        using var server = new Server(site);
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(20) };
        var steward = await Faults.Team.SetUpAsync(http, Ct);
        var token = (await ApiClient.MadeByAsync(http, steward, Ct)).Token!;

        var sent = new List<string>();
        for (var kill = 0; kill <= Kills; kill++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            var writing = Enumerable.Range(0, Writers).Select(w => WriteAsync(http, token, $"{kill}-{w}", sent, stop.Token)).ToList();
            await Task.Delay(700, Ct);
            await server.KillAsync(Ct);
            await stop.CancelAsync();
            await Task.WhenAll(writing);
            await server.StartAsync(Ct);
        }

        // Whoever got no answer sends the same again, and so does whoever did not trust theirs.
        var api = new ApiClient(http, token);
        foreach (var key in sent)
            Assert.Equal(200, (await AgainAsync(api, key)).Status);

        using var connection = site.Open();
        var kept = connection.Query<(string Key, long Count)>("SELECT json_extract(body, '$.observation.note') AS Key, COUNT(*) AS Count FROM facts WHERE kind = 'observed' GROUP BY 1").ToDictionary(k => k.Key, k => k.Count);
        Assert.NotEmpty(sent);
        Assert.Equal(sent.Order(StringComparer.Ordinal), kept.Keys.Order(StringComparer.Ordinal));
        Assert.All(kept.Values, count => Assert.Equal(2, count));
    }

    private static async Task WriteAsync(HttpClient http, string token, string name, List<string> sent, CancellationToken ct)
    {
        var api = new ApiClient(http, token);
        for (var n = 0; n < 5 && !ct.IsCancellationRequested; n++)
        {
            var key = $"{name}-{n}";
            lock (sent)
                sent.Add(key);
            try
            {
                await api.PostAsync(Batch(key), ct, key);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task<ApiAnswer> AgainAsync(ApiClient api, string key)
    {
        for (; ; )
        {
            var answer = await api.PostAsync(Batch(key), Ct, key);
            if (answer.Status != 429)
                return answer;
            await Task.Delay(answer.RetryAfter ?? TimeSpan.FromSeconds(1), Ct);
        }
    }

    private static object Batch(string key) => new { items = (object[])[new { unit = "contributors", criterion = "turnout", value = 30, note = key }, new { unit = "gate", criterion = "breaking-changes", value = 0, note = key }] };
}
