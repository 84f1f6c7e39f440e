namespace Companion.Chat;

/// <summary>Asks a real platform whether the settings work there, for <c>doctor --live</c>.</summary>
internal interface ILiveCheck
{
    /// <summary>What was tried, one sentence each: what works, or what to do.</summary>
    IAsyncEnumerable<(bool Well, string Says)> RunAsync(CancellationToken ct);
}
