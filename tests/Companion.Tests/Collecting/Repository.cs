using System.Diagnostics;
using Companion.Tests.Support;

namespace Companion.Tests.Collecting;

/// <summary>A repository that a test builds with git itself; people and times are fixed.</summary>
internal sealed class Repository : IDisposable
{
    private readonly TempFolder _folder = new();
    private int _files;

    public Repository() => Git("init", "--quiet", "--initial-branch=main");

    public string Path => _folder.Path;

    /// <summary>A commit by somebody, "Ana &lt;ana@core.example.org&gt;", on a day of 2026.</summary>
    public Repository Commit(string who, int month, int day, string message = "work", params string[] with)
    {
        File.WriteAllText(_folder.File($"{++_files}.txt"), $"{_files}");
        Git("add", ".");
        var trailers = with.Length == 0 ? "" : $"\n\n{string.Join('\n', with.Select(w => $"Co-authored-by: {w}"))}\n";
        Run(who, At(month, day), "commit", "--quiet", "-m", message + trailers);
        return this;
    }

    public Repository Branch(string name)
    {
        Git("checkout", "--quiet", "-b", name);
        return this;
    }

    /// <summary>Merges a branch into main, as a pull request is.</summary>
    public Repository Merge(string branch, string who, int month, int day)
    {
        Git("checkout", "--quiet", "main");
        Run(who, At(month, day), "merge", "--quiet", "--no-ff", "-m", $"Merge {branch}", branch);
        return this;
    }

    public Repository Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return this;
    }

    public Repository Git(params string[] arguments)
    {
        Run("Nobody <nobody@localhost>", At(1, 1), arguments);
        return this;
    }

    public void Dispose()
    {
        // Git writes its objects read-only.
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        _folder.Dispose();
    }

    public static DateTimeOffset At(int month, int day) => new(2026, month, day, 12, 0, 0, TimeSpan.Zero);

    private void Run(string who, DateTimeOffset at, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = Path, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var split = who.IndexOf('<', StringComparison.Ordinal);
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = who[..split].Trim();
            start.Environment[$"GIT_{role}_EMAIL"] = who[(split + 1)..^1];
            start.Environment[$"GIT_{role}_DATE"] = $"{at.ToUnixTimeSeconds()} +0000";
        }

        (start.Environment["GIT_CONFIG_GLOBAL"], start.Environment["GIT_CONFIG_NOSYSTEM"]) = ("/dev/null", "1");
        using var git = Process.Start(start)!;
        var error = git.StandardError.ReadToEnd();
        git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', arguments)}: {error}");
    }
}
