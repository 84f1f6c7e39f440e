using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Companion.Collecting.Git;

/// <summary>Runs git in a repository. It only reads: no hook, no pager, no signature check, nothing fetched.</summary>
internal sealed class GitProgram(string path)
{
    /// <summary>A single record of a log longer than this is cut: nobody's name needs it.</summary>
    private const int LongestRecord = 64 * 1024;

    /// <summary>The output as records that end with NUL, while git still writes.</summary>
    /// <exception cref="CollectingException">Git is missing, or says that something is wrong.</exception>
    public async IAsyncEnumerable<string> RecordsAsync(IEnumerable<string> arguments, [EnumeratorCancellation] CancellationToken ct)
    {
        using var process = Start(arguments, feeds: false);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(ct);
            var record = new StringBuilder();
            var buffer = new char[16 * 1024];
            for (int read; (read = await process.StandardOutput.ReadAsync(buffer, ct)) > 0;)
            {
                for (var i = 0; i < read; i++)
                {
                    if (buffer[i] != '\0')
                    {
                        if (record.Length < LongestRecord)
                            record.Append(buffer[i]);
                        continue;
                    }

                    yield return record.ToString();
                    record.Clear();
                }
            }

            if (record.Length > 0)
                yield return record.ToString();
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0)
                throw new CollectingException($"git could not read {path}: {FirstLine(await errors)}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The whole output as one text without its last line break; null when git answers with a failure.</summary>
    public async Task<string?> AskAsync(IEnumerable<string> arguments, CancellationToken ct, string? input = null)
    {
        using var process = Start(arguments, input is not null);
        var errors = process.StandardError.ReadToEndAsync(ct);
        var feeding = FeedAsync(process, input, ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await Task.WhenAll(errors, feeding, process.WaitForExitAsync(ct));
        return process.ExitCode == 0 ? output.TrimEnd('\n') : null;
    }

    private Process Start(IEnumerable<string> arguments, bool feeds)
    {
        var start = new ProcessStartInfo("git")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = feeds,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            StandardInputEncoding = feeds ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : null,
        };
        foreach (var argument in (IEnumerable<string>)["--no-pager", "-C", path, "-c", "log.showSignature=false", "-c", "core.fsmonitor=false", "-c", "i18n.logOutputEncoding=UTF-8", .. arguments])
            start.ArgumentList.Add(argument);
        (start.Environment["LC_ALL"], start.Environment["GIT_TERMINAL_PROMPT"], start.Environment["GIT_OPTIONAL_LOCKS"], start.Environment["GIT_NO_LAZY_FETCH"]) = ("C", "0", "0", "1");
        try
        {
            return Process.Start(start) ?? throw new CollectingException("git could not be started.");
        }
        catch (Win32Exception e)
        {
            throw new CollectingException("git is not installed, or not on the PATH: this command reads a repository's history with it.", e);
        }
    }

    private static async Task FeedAsync(Process process, string? input, CancellationToken ct)
    {
        if (input is null)
            return;

        await process.StandardInput.WriteAsync(input.AsMemory(), ct);
        process.StandardInput.Close();
    }

    private static string FirstLine(string text) => text.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0) ?? "it gave no reason";
}
