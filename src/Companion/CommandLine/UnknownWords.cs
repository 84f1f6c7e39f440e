using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Companion.CommandLine;

/// <summary>Words of a command line that no option, argument or setting takes: a mistyped option that was dropped would never be noticed.</summary>
internal static class UnknownWords
{
    /// <summary>Has every command below refuse, before it does anything, what it does not know.</summary>
    public static void RefuseIn(Command command)
    {
        foreach (var below in command.Subcommands)
            RefuseIn(below);
        if (command.Action is AsynchronousCommandLineAction run)
            command.SetAction(async (parsed, ct) =>
            {
                if (WhyNot(parsed) is not { } why)
                    return await run.InvokeAsync(parsed, ct);

                await Console.Error.WriteLineAsync(why);
                return 1;
            });
    }

    /// <summary>What is wrong in a sentence; null when every word is known.</summary>
    public static string? WhyNot(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (Swallowed(parsed.CommandResult) is { } swallowed)
            return $"{swallowed} stands where a value was expected. {Unknown(swallowed, command)}";

        // A command that builds the server hands on what it does not know itself, as settings.
        var takesSettings = !command.TreatUnmatchedTokensAsErrors;
        var words = parsed.UnmatchedTokens;
        // What could be a mistyped command is for the root to answer.
        if (command is RootCommand && words is [var first, ..] && !first.StartsWith('-') && !first.Contains('=', StringComparison.Ordinal))
            return null;
        for (var i = 0; i < words.Count; i++)
        {
            var (word, value) = words[i].Split('=', 2) is [var before, var after] ? (before, after) : (words[i], null);
            var key = word.TrimStart('-', '/');
            if (!takesSettings || !IsSetting(word, key, value))
                return Unknown(word, command);
            if (KnownSettings.WhyNot(key) is { } why)
                return command.Options.Count > 0 && !KnownSettings.IsInSection(key) ? Unknown(word, command) : why;
            // --Section:Key value
            i += value is null ? 1 : 0;
            if (i == words.Count)
                return $"{word} has no value: write {word}=...";
        }

        return null;
    }

    private static bool IsSetting(string word, string key, string? value) => key.Length > 0 && (value is not null || word.StartsWith("--", StringComparison.Ordinal) || word[0] == '/');

    private static string Unknown(string word, Command command)
    {
        var name = command is RootCommand ? "companion" : command.Name;
        if (!word.StartsWith('-') && !word.StartsWith('/'))
            return $"{name} has no place for \"{(word.Length > 60 ? $"{word[..60]}…" : word)}\".{(word.Contains(' ', StringComparison.Ordinal) ? "" : " Put quotes around a text with spaces.")}";

        var options = command.Options.Where(o => !o.Hidden).Select(o => o.Name).Concat(command.Options.SelectMany(o => o.Aliases.Where(a => a.StartsWith("--", StringComparison.Ordinal)))).Distinct(StringComparer.Ordinal).ToList();
        var settings = command.TreatUnmatchedTokensAsErrors ? "" : " Settings are written --Section:Key=value.";
        return $"{name} has no option {word}.{(options.Count > 0 ? $" {KnownSettings.Nearest(word, options)}" : "")}{settings}";
    }

    /// <summary>Something like an option that was taken as a value, since any number of values may stand there.</summary>
    private static string? Swallowed(CommandResult result) => result.Children
        .Where(c => c is ArgumentResult or OptionResult { Option.AllowMultipleArgumentsPerToken: true })
        .SelectMany(c => c.Tokens).Select(t => t.Value).FirstOrDefault(IsLikeAnOption);

    // A note may begin with dashes too; an option is one word that begins with a letter.
    private static bool IsLikeAnOption(string value) =>
        value.StartsWith("--", StringComparison.Ordinal) && value.Length > 2 && char.IsAsciiLetter(value[2]) && value.Split('=', 2)[0].AsSpan(2).IndexOfAnyExcept(OfOptions) < 0;

    private static readonly System.Buffers.SearchValues<char> OfOptions = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:_-");
}
