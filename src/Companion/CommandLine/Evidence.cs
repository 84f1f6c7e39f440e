using System.CommandLine;
using Companion.Collecting;

namespace Companion.CommandLine;

/// <summary><c>companion evidence</c>: measures here, and hands it in at a running server.</summary>
internal static class Evidence
{
    public static Command Command() => new("evidence", "Measure, and hand it in at a running server through its API.")
    {
        EvidenceSend.Command(),
        EvidenceSend.CsvCommand(),
        EvidenceGit.Command(),
        EvidenceSarif.Command(),
    };

    /// <summary>Runs a collector; what the person who ran it can mend is said in a sentence.</summary>
    /// <returns>0, or 1 when nothing was handed in.</returns>
    public static async Task<int> PlainlyAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (CollectingException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    public static async Task SayAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await Console.Out.WriteLineAsync(line);
    }
}
