using System.Threading.Channels;
using Companion.Chat;

namespace Companion.Platforms.Teams;

/// <summary>
/// The answer to a button takes the place of the card only in the client that pressed it. In a person's own conversation the message itself is changed too, beside the request, so that no button comes
/// back that was used up. What the outbox sent, it changes itself.
/// </summary>
/// <remarks>Nothing depends on it: what cannot be changed now stays as it was, and the commands behind its buttons say what became of them.</remarks>
internal sealed partial class SettledCards(Connector connector, ILogger<SettledCards> logger) : BackgroundService
{
    private const int Room = 1000;
    private const int AtOnce = 8;

    private readonly Channel<Settled> _settled = Channel.CreateBounded<Settled>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(AnswerTo to, string message, Composed composed) =>
        _settled.Writer.TryWrite(new(new(to.ServiceUrl, to.Tenant), to.Conversation, message, Message.Of(composed.Card, composed.Summary, to.Bot, to.Conversation)));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _settled.Reader.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, async (one, ct) => await PutAsync(one, ct));

    private async Task PutAsync(Settled one, CancellationToken ct)
    {
        try
        {
            await connector.PutAsync(one.Route, one.Conversation, one.Message, one.Activity, ct);
        }
        catch (SendException e)
        {
            NotChanged(e.Code);
        }
    }

    [LoggerMessage(LogLevel.Debug, "A message whose card was used up could not be changed: {Code}.")]
    private partial void NotChanged(string code);

    private sealed record Settled(Route Route, string Conversation, string Message, ReadOnlyMemory<byte> Activity);
}
