namespace Companion.Tests.Crash;

/// <summary>Kills the server with SIGKILL at random moments under load, restarts it, and checks that nothing acknowledged was lost and nothing was done twice.</summary>
internal static class Program
{
    /// <summary><c>--kills N</c> (20), <c>--seed S</c> (1), <c>--writers W</c> (6), <c>--postgres</c> for two servers on one database.</summary>
    /// <returns>0 when everything held, 1 when not, 2 for options that cannot be read.</returns>
    public static async Task<int> Main(string[] args)
    {
        if (Options.Read(args) is { } options)
            return await new Run(options, Console.Out).KillAsync(CancellationToken.None) ? 0 : 1;

        await Console.Error.WriteLineAsync("Usage: --kills N --seed S --writers W, all whole numbers above 0, and --postgres.");
        return 2;
    }
}
