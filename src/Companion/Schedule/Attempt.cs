using Companion.Storage;

namespace Companion.Schedule;

/// <summary>One item of a job: one broken item must not keep the others waiting.</summary>
internal static class Attempt
{
    public static async Task ItemAsync(Func<Task> run, Action<Exception> failed)
    {
        try
        {
            await run();
        }
        catch (Exception e) when (e is StaleWriteException or DuplicateException)
        {
            // Somebody else was first: what is still due is found by the next look.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failed(e);
        }
    }
}
