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

        if (command.Words.StartsWith("remove ", StringComparison.OrdinalIgnoreCase))
            return await RemoveAsync(command.Words[7..].Trim(), ahead, caller, ct);

        TimeOff? off = null;
        if (!string.Equals(command.Words, "clear", StringComparison.OrdinalIgnoreCase))
        {
            if (TimeOff.Parse(command.Words, caller.Today).IsRefused(out var why, out off))
                return Answers.Refused(why);
            if (ahead.Count >= MostPeriods)
                return Answers.Refused(new("timeoff.many", "That is a lot of time off already. Write timeoff clear to start anew."));
        }

        var reply = new Reply.Done(TimeOffView.Kept(off));
        var back = off is null ? null : $"timeoff remove {off.From:yyyy-MM-dd}..{off.To:yyyy-MM-dd}";
        await members.SetTimeOffAsync(caller.Id, off, caller.Today, caller.Effects(reply, "your time off", $"timeoff {caller.Id}", back), ct);
        return reply;
    }

    private async Task<Reply> RemoveAsync(string words, List<TimeOff> ahead, Caller caller, CancellationToken ct)
    {
        if (TimeOff.Parse(words, caller.Today).IsRefused(out var why, out var off))
            return Answers.Refused(why);
        if (!ahead.Contains(off))
            return Answers.Refused(new("timeoff.unknown", "You have not taken exactly these days off. See timeoff."));

        var reply = new Reply.Done(TimeOffView.Kept(null));
        await members.RemoveTimeOffAsync(caller.Id, off, caller.Effects(reply, "your time off", $"timeoff {caller.Id}", $"timeoff {off.From:yyyy-MM-dd}..{off.To:yyyy-MM-dd}"), ct);
        return reply;
    }
}
