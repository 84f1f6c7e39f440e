using System.CommandLine;

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
            Command("doctor", "Check settings, database, schema and the decision log, and say what to do.", Doctor.RunAsync),
        };
        // Settings can be given as --Section:Key value; the server reads them.
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, ct) => Server.RunAsync([.. parsed.UnmatchedTokens], parsed.GetValue(demo), ct));
        return root;
    }

    private static Command Serve(Option<bool> demo)
    {
        var serve = new Command("serve", "Run the bot, the local web chat and the dashboard (the default).") { demo };
        serve.TreatUnmatchedTokensAsErrors = false;
        serve.SetAction((parsed, ct) => Server.RunAsync([.. parsed.UnmatchedTokens], parsed.GetValue(demo), ct));
        return serve;
    }

    private static Command Command(string name, string description, Func<IServiceProvider, TextWriter, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, ct) => Server.WithServicesAsync([.. parsed.UnmatchedTokens], run, ct));
        return command;
    }
}
