using System.CommandLine;
using Companion.Views;

namespace Companion.CommandLine;

/// <summary>The command line: serving is what it does without a word.</summary>
internal static class Commands
{
    public static RootCommand Root()
    {
        var demo = new Option<bool>("--demo") { Description = "Start with a believable organisation and half a year of history, in data/demo.db." };
        var root = new RootCommand("Companion helps an organisation hand over control step by step. Without a command it serves.")
        {
            demo,
            Serve(demo),
            Command("verify", "Recompute the hash chain of the decision log; print head and count.", Verify.RunAsync),
            Command("migrate", "Bring the database to this version's schema, with a backup of an older one.", Migrate.RunAsync),
            DoctorCommand(),
            BackUp(),
            PutBack(),
            CopyTo(),
            new Command("manifest", "Write what a chat platform needs to know of the app.") { SlackManifest.Command(), TeamsPackage.Command() },
            Tokens.Command(),
            Baseline.Command(),
            Evidence.Command(),
        };
        // Settings can be given as --Section:Key value; the server reads them.
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, ct) => parsed.UnmatchedTokens is [var word, ..] && !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal)
            ? UnknownAsync(word, root)
            : Server.RunAsync([.. parsed.UnmatchedTokens], parsed.GetValue(demo), ct));
        UnknownWords.RefuseIn(root);
        return root;
    }

    private static async Task<int> UnknownAsync(string word, RootCommand root)
    {
        var names = root.Subcommands.Select(c => c.Name).ToList();
        var nearest = WordDistance.Nearest(word, names);
        await Console.Error.WriteLineAsync($"There is no command {word}. {(nearest is null ? $"There is {string.Join(", ", names)}." : $"Did you mean {nearest}?")}");
        return 1;
    }

    private static Command Serve(Option<bool> demo)
    {
        var serve = new Command("serve", "Run the bot, the local web chat and the dashboard (the default).") { demo };
        serve.TreatUnmatchedTokensAsErrors = false;
        serve.SetAction((parsed, ct) => Server.RunAsync([.. parsed.UnmatchedTokens], parsed.GetValue(demo), ct));
        return serve;
    }

    private static Command BackUp()
    {
        var file = new Argument<string>("file") { Description = "Where the copy goes; it must not be there yet." };
        var backup = new Command("backup", "Copy the SQLite file, also beside a running server, and verify the copy.") { file };
        backup.TreatUnmatchedTokensAsErrors = false;
        backup.SetAction((parsed, ct) => Server.WithServicesAsync([.. parsed.UnmatchedTokens], (services, output, stop) => Backup.RunAsync(services, parsed.GetValue(file)!, output, stop), ct));
        return backup;
    }

    private static Command PutBack()
    {
        var file = new Argument<string>("file") { Description = "A backup." };
        var replace = new Option<bool>("--replace") { Description = "Put aside the database that is there." };
        var restore = new Command("restore", "Put a backup in the place of the SQLite file; what was there is put aside.") { file, replace };
        restore.TreatUnmatchedTokensAsErrors = false;
        restore.SetAction((parsed, ct) => Server.WithServicesAsync(
            [.. parsed.UnmatchedTokens], (services, output, stop) => Restore.RunAsync(services, parsed.GetValue(file)!, parsed.GetValue(replace), output, stop), ct));
        return restore;
    }

    private static Command CopyTo()
    {
        var to = new Option<string>("--to") { Description = "The PostgreSQL database: \"Host=...;Database=...;Username=...\".", Required = true };
        var organisation = new Option<string?>("--organisation") { Description = "Only the organisation of this name." };
        var copy = new Command("copy", "Move organisations from a SQLite file into a PostgreSQL database, each whole or not at all.") { to, organisation };
        copy.TreatUnmatchedTokensAsErrors = false;
        copy.SetAction((parsed, ct) => Server.WithServicesAsync(
            [.. parsed.UnmatchedTokens], (services, output, stop) => Copy.RunAsync(services, parsed.GetValue(to)!, parsed.GetValue(organisation), output, stop), ct));
        return copy;
    }

    private static Command DoctorCommand()
    {
        var live = new Option<bool>("--live") { Description = "Try the registrations at the real platforms too." };
        var doctor = new Command("doctor", "Check settings, database, schema and the decision log, and say what to do.") { live };
        doctor.TreatUnmatchedTokensAsErrors = false;
        doctor.SetAction((parsed, ct) => Server.WithServicesAsync([.. parsed.UnmatchedTokens], (services, output, stop) => Doctor.RunAsync(services, output, parsed.GetValue(live), stop), ct));
        return doctor;
    }

    private static Command Command(string name, string description, Func<IServiceProvider, TextWriter, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, ct) => Server.WithServicesAsync([.. parsed.UnmatchedTokens], run, ct));
        return command;
    }
}
