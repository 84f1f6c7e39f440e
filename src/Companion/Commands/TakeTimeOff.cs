using Companion.Core.Members;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>timeoff 20-24 Feb</c>, <c>timeoff</c>, <c>timeoff clear</c></summary>
internal sealed record TakeTimeOff(string Words) : Command;

internal sealed class TakeTimeOffHandler(MemberStore members)
{
    private const int MostPeriods = 50;

    public async Task<Reply> HandleAsync(TakeTimeOff command, Caller caller, CancellationToken ct)
    {
        var ahead = caller.Member.TimeOff.Where(t => t.To >= caller.Today).OrderBy(t => t.From).ToList();
        if (command.Words.Length == 0)
            return new Reply.Show(TimeOffView.List(ahead));

        TimeOff? off = null;
        if (!string.Equals(command.Words, "clear", StringComparison.OrdinalIgnoreCase))
        {
            if (TimeOff.Parse(command.Words, caller.Today).IsRefused(out var why, out off))
                return Answers.Refused(why);
            if (ahead.Count >= MostPeriods)
                return Answers.Refused(new("timeoff.many", "That is a lot of time off already. Write timeoff clear to start anew."));
        }

        var reply = new Reply.Done(TimeOffView.Kept(off));
        await members.SetTimeOffAsync(caller.Id, off, caller.Today, caller.Effects(reply), ct);
        return reply;
    }
}
