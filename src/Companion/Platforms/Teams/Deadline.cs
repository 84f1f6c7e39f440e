namespace Companion.Platforms.Teams;

/// <summary>The moment before which an invoke is answered, come what may: after it the client shows an error of its own, and nobody knows what happened.</summary>
/// <param name="Longest">When the work is told to stop; what has not begun to be written by then is not.</param>
/// <param name="Grace">How much longer work that cannot stop, such as a commit on its way to the disk, is waited for.</param>
internal sealed record Deadline(TimeSpan Longest, TimeSpan Grace)
{
    // Teams waits 5 seconds for a message extension and a search, about 15 for a button.
    private static readonly Deadline Writing = new(TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(0.5));
    private static readonly Deadline Pressing = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(1));

    /// <summary>The deadline of an invoke; null for a name nobody here knows.</summary>
    public static Deadline? Of(string? name) => name switch
    {
        "adaptiveCard/action" or "task/fetch" or "task/submit" => Pressing,
        "application/search" or "composeExtension/query" or "composeExtension/fetchTask" or "composeExtension/submitAction" => Writing,
        _ => null,
    };

    /// <summary>What the work came to; null when the time was over first.</summary>
    public async Task<T?> KeepAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        try
        {
            return await work(limit.Token).WaitAsync(Longest + Grace, ct);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }
}
