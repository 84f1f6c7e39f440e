using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Companion.Platforms.Slack;

/// <summary>Answers to presses, posted after the press was acknowledged, so that a slow Slack does not make the person wait for the acknowledgement.</summary>
/// <remarks>What a press changed is on disk before. A killed process loses at most the words about it; pressing again says them again.</remarks>
internal sealed partial class FollowUps(SlackApi api, TimeProvider time, ILogger<FollowUps> logger) : BackgroundService
{
    // An address takes five answers within half an hour.
    private const int MostAttempts = 4;
    private const int AtOnce = 8;
    private const int Room = 5000;

    private readonly Channel<FollowUp> _waiting = Channel.CreateBounded<FollowUp>(Room);
    private int _unfinished;

    /// <summary>True when every answer was posted or given up.</summary>
    public bool IsIdle => Volatile.Read(ref _unfinished) == 0;

    public ValueTask AddAsync(string address, JsonObject message, CancellationToken ct)
    {
        Interlocked.Increment(ref _unfinished);
        return _waiting.Writer.WriteAsync(new(address, message), ct);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _waiting.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
        async (followUp, ct) => await PostAsync(followUp, ct));

    private async Task PostAsync(FollowUp followUp, CancellationToken ct)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await api.RespondAsync(followUp.Address, followUp.Message, SlackApi.Patience, ct);
                    return;
                }
                catch (SlackException e) when (attempt < MostAttempts && e.Sorted().Fault == Chat.SendFault.Retry)
                {
                    var wait = e.After ?? TimeSpan.FromSeconds(Math.Pow(3, attempt) * (0.8 + (0.4 * Random.Shared.NextDouble())));
                    await Task.Delay(wait, time, ct);
                }
            }
        }
        catch (SlackException e)
        {
            NotPosted(e.Code);
        }
        finally
        {
            Interlocked.Decrement(ref _unfinished);
        }
    }

    private sealed record FollowUp(string Address, JsonObject Message);

    [LoggerMessage(LogLevel.Warning, "An answer was not taken: {Code}. What was asked for is done.")]
    private partial void NotPosted(string code);
}
