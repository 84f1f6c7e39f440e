using System.Collections.Immutable;
using Companion.Core.Members;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Storage;
using Companion.Views;

namespace Companion.Schedule;

/// <summary>What the steps of a nudge's clocks do to it, and what they send.</summary>
internal sealed record NudgeSteps(Nudge Nudge, Assessment Assessment, ImmutableArray<Member> Everyone, DateTimeOffset Now)
{
    public ImmutableArray<Guid> Reminded { get; private init; } = [];

    public ImmutableArray<Outgoing> Messages { get; private init; } = [];

    public ImmutableArray<Revision> Revisions { get; private init; } = [];

    public NudgeSteps Take(IEnumerable<NudgeStep> steps) => steps.Aggregate(this, (taken, step) => step switch
    {
        NudgeStep.Remind remind => taken.Remind(remind.Member),
        NudgeStep.Escalate => taken.Escalate(),
        NudgeStep.Lapse => taken.Lapse(),
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    private NudgeSteps Remind(Guid member)
    {
        var recipient = Nudge.Recipients.First(r => r.Member == member);
        // Once for the five days, and once more for every time it was put off.
        var occasion = recipient.SnoozedUntil is { } until ? $"after {until:yyyy-MM-dd}" : "reminder";
        return this with
        {
            Nudge = Nudge with { Recipients = Nudge.Recipients.Replace(recipient, recipient with { RemindedAt = Now }) },
            Reminded = Reminded.Add(member),
            Messages = Messages.Add(new($"nudge {Nudge.Id} {occasion} to {member}", NudgeView.Subject(Nudge.Id), member, NudgeView.Remind(Nudge, Assessment, NameOf), Now, null)),
        };
    }

    /// <summary>The stewards are told; whoever was asked already is not told again.</summary>
    private NudgeSteps Escalate()
    {
        var stewards = Everyone.Where(m => m.IsSteward && Nudge.Recipients.All(r => r.Member != m.Id));
        return this with
        {
            Nudge = Nudge with { EscalatedAt = Now },
            Messages = [.. Messages, .. stewards.Select(s => new Outgoing($"nudge {Nudge.Id} escalation to {s.Id}", NudgeView.Subject(Nudge.Id), s.Id, NudgeView.Escalate(Nudge, Assessment, NameOf), Now, null))],
        };
    }

    private NudgeSteps Lapse() => this with
    {
        Nudge = Nudge with { State = NudgeState.Lapsed },
        Revisions = Revisions.Add(new(NudgeView.Subject(Nudge.Id), null, NudgeView.Lapsed(Nudge, Assessment))),
    };

    private string NameOf(Guid id) => Everyone.FirstOrDefault(m => m.Id == id)?.Name ?? "somebody";
}
