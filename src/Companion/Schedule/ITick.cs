namespace Companion.Schedule;

/// <summary>Looks for what is due and does it. The schedule calls it often; finding nothing is the usual case.</summary>
internal interface ITick
{
    Task RunAsync(CancellationToken ct);
}
