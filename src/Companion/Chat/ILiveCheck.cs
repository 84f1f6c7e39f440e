namespace Companion.Chat;

/// <summary>Asks one platform, over the network, whether all is as it should be: for <c>doctor --live</c>.</summary>
internal interface ILiveCheck
{
    /// <param name="sayAsync">Takes whether something is well, and a sentence about it that says what to do.</param>
    Task RunAsync(Func<bool, string, Task> sayAsync, CancellationToken ct);
}
