using Companion.Core;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Commands;

/// <summary><c>undo</c>: takes the last own change back, within ten minutes.</summary>
internal sealed record Undo : Command;

/// <param name="parse">Reads a command line; <paramref name="run"/> carries it out. Both lie on the way in, so they are handed in.</param>
internal sealed class UndoHandler(ChangeStore changes, Func<string, Outcome<Command>> parse, Func<Command, Caller, CancellationToken, Task<Reply>> run)
{
    /// <summary>How long a change can be taken back.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    public async Task<Reply> HandleAsync(Caller caller, CancellationToken ct)
    {
        var organisation = caller.Organisation.Id;
        if (await changes.LastAsync(organisation, caller.Id, caller.Now - Lasts, ct) is not { } last)
            return Answers.Refused(new("undo.nothing", $"You changed nothing in the last {Lasts.TotalMinutes:0} minutes."));
        if (last.Decision is { } decision)
            return Answers.Refused(new("undo.decision", $"Your last change is decision {decision}. Decisions stay in the log; decide anew, and the later one counts{(last.Back is { } contrary ? $": {contrary} because ..." : ".")} See decisions {decision}."));
        if (last.Back is not { } back || parse(back).IsRefused(out _, out var command))
            return Answers.Refused(new("undo.cannot", $"Your last change was {last.Says}. Undo cannot take that back: change by hand what is wrong."));
        if (await changes.IsBuiltOnAsync(organisation, caller.Id, last, ct))
            return Answers.Refused(new("undo.built-on", $"Somebody else has changed {last.Says} since. Have a look before you change it again."));

        var reply = await run(command, caller, ct);
        if (reply is Reply.Done)
            await changes.UndoneAsync(organisation, last, ct);
        return reply;
    }
}
