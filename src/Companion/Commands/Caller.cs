using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Commands;

/// <summary>Who is asking, where, and when: what every handler needs to know.</summary>
internal sealed record Caller(Organisation Organisation, Member Member, ImmutableArray<Member> Members, ChatInput Input, DateTimeOffset Now)
{
    /// <summary>Who belonged to the organisation once: what they decided still names them.</summary>
    public ImmutableArray<NamedMember> Gone { get; init; } = [];

    /// <summary>True for a guest of the workspace they speak from.</summary>
    public bool IsGuest { get; init; }

    public Guid Id => Member.Id;

    public bool IsSteward => Member.IsSteward;

    /// <summary>Whom a steward could hand over to, as an example.</summary>
    public string AnotherSteward(Guid than) => Stewards.Where(s => s != than).Select(NameOf).FirstOrDefault() ?? "Sam";

    public DateOnly Today => Organisation.Today(Now);

    public IEnumerable<Guid> Stewards => Members.Where(m => m.IsSteward).Select(m => m.Id);

    /// <summary>The name of a member; "somebody" when they are gone.</summary>
    public string NameOf(Guid member) =>
        Members.FirstOrDefault(m => m.Id == member)?.Name
        ?? (Gone.FirstOrDefault(m => m.Id == member) is not { } gone ? "somebody" : gone.MergedInto is { } into ? NameOf(into) : gone.Name);

    /// <summary>True for the caller, and for an identity that became one person with them.</summary>
    public bool Is(Guid member) => member == Id || Gone.Any(m => m.Id == member && m.MergedInto == Id);

    public bool IsOwner(Unit unit) => unit.Owners.Contains(Id);

    public bool AnswersFor(Unit unit) => IsOwner(unit) || IsSteward;

    /// <summary>The effects every change has: the key of the delivery with its answer, and the history of a chat that keeps none.</summary>
    public Effects Effects(Reply.Done reply) => new(Organisation.Id, Now)
    {
        Delivery = Input.Key is { } key ? new Delivery(Input.ConnectionId, key, reply) : null,
        Posts = Transcript.Of(Input, Id, reply, Now),
    };

    /// <summary>The same for a change that "undo" can take back within ten minutes.</summary>
    /// <param name="back">The command line that does it; null when nothing can.</param>
    public Effects Effects(Reply.Done reply, string says, string subject, string? back) => Effects(reply) with { Change = new(Id, says, subject, back) };

    /// <summary>Seals a decision of the caller's at the end of the chain. Until advice and votes are built the owner decides at every level, or a steward where that is allowed; the log says which it was.</summary>
    /// <param name="unit">As it was until now: whoever answered for it decided it.</param>
    public SealedDecision Decide(LogHead head, DecisionKind kind, Unit? unit, DecisionDetails details, DecisionTexts texts, DateTimeOffset? reviewDueAt) =>
        DecisionLog.Seal(Organisation.Id, head, new(head.Number + 1, Now, kind, unit?.Id, Id, RuleFor(kind, unit), details, texts), reviewDueAt);

    private DecisionRule RuleFor(DecisionKind kind, Unit? unit) =>
        kind == DecisionKind.Forget ? DecisionRule.OwnRight
        : unit is not null && IsOwner(unit) ? DecisionRule.OwnerDecides
        : DecisionRule.StewardDecides;
}
