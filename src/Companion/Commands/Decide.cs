using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>decide contributors</c>, <c>decide contributors hold because after the launch</c>, <c>decide contributors step-back 20</c></summary>
/// <param name="Kind">Null to be asked.</param>
internal sealed record Decide(string Unit, DecisionKind? Kind, int? To, string? Because, Fields Fields) : Command;

internal sealed class DecideHandler(UnitStore units, OrganisationStore organisations, DecisionStore decisions, PrecedentSearch precedents, UnitStates equalizer)
{
    public async Task<Reply> HandleAsync(Decide command, Caller caller, CancellationToken ct)
    {
        if (Answers.Find(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);

        var state = await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct);
        if (command.Kind is not { } kind)
            return new Reply.Show(DecisionView.Choose(state));
        if (MayDo(kind, unit, caller) is { } forbidden)
            return Answers.Refused(forbidden);

        var wish = Wish.Of(command, caller);
        if (Fact(kind, state.Assessment, command.To, wish, caller).IsRefused(out why, out var fact))
            return Answers.Refused(why, command.Fields);
        if (!command.Fields.AreSubmitted && command.Because is null)
            return new Reply.OpenForm(DecisionView.Form(kind, state.Assessment, command.To, caller.Today, await precedents.ForDraftAsync(caller.Organisation.Id, unit, kind, command.To, ct), await precedents.TriggerAsync(caller.Organisation.Id, unit.Id, ct)));
        if (wish.Errors.Count > 0)
            return command.Fields.AreSubmitted ? Answers.Errors(wish.Errors) : Answers.Refused(wish.Errors[0]);

        return await SaveAsync(kind, state, fact, wish, caller, ct);
    }

    private static Refusal? MayDo(DecisionKind kind, Unit unit, Caller caller) => kind == DecisionKind.StepBack
        ? Deciding.MayStepBack(unit, caller.Id, caller.IsSteward)
        : Deciding.MayDecide(unit, caller.Id, caller.IsSteward);

    private static Outcome<Fact> Fact(DecisionKind kind, Assessment assessment, int? to, Wish wish, Caller caller) => kind switch
    {
        DecisionKind.Advance => Widen(Deciding.Advance(assessment, to, caller.Now)),
        // The form of a step back asks where to; one stage down is where it starts.
        DecisionKind.StepBack => Widen(Deciding.StepBack(assessment, to ?? (wish.IsSubmitted ? null : DecisionView.OneDown(assessment)), caller.Now)),
        DecisionKind.Hold => Widen(Deciding.Hold(assessment, wish.ReviewAt(caller, Deciding.HoldDays), caller.Now)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Outcome<Fact> Widen<T>(Outcome<T> outcome)
        where T : Fact => outcome.IsRefused(out var why, out var fact) ? why : fact;

    private async Task<Reply> SaveAsync(DecisionKind kind, UnitState state, Fact fact, Wish wish, Caller caller, CancellationToken ct)
    {
        var (assessment, unit) = (state.Assessment, state.Assessment.Unit);
        var to = fact is LevelMoved moved ? moved.Level : assessment.Level;
        var details = new DecisionDetails
        {
            From = assessment.Level,
            To = to,
            Trigger = wish.Trigger,
            ReviewOn = kind == DecisionKind.Hold ? wish.ReviewOn ?? caller.Today.AddDays(Deciding.HoldDays) : wish.ReviewOn,
            Precedents = wish.Precedents,
            // A move answers the hold before it; another hold takes its place.
            Supersedes = await decisions.LastOfKindAsync(caller.Organisation.Id, unit.Id, DecisionKind.Hold, ct),
            Evidence = Snapshot(assessment),
        };
        // A hold comes back by itself, as the next nudge; only a move is reviewed.
        DateTimeOffset? reviewDue = kind != DecisionKind.Hold && wish.ReviewOn is { } day ? caller.Organisation.MorningOf(day) : null;
        var head = await organisations.HeadAsync(caller.Organisation.Id, ct);
        var log = caller.Decide(head, kind, unit, details, wish.Texts, reviewDue);
        var reply = new Reply.Done(DecisionView.Decided(log.Decision, unit, caller.NameOf), Replaces: true);
        var answered = Answered(kind, state);

        await units.DecideAsync(unit, fact, [.. answered.Select(n => n.Id)], caller.Effects(reply) with
        {
            Log = [log],
            Revise = [.. answered.Select(n => new Revision(NudgeView.Subject(n.Id), null, NudgeView.Answered(n, unit, log.Decision, caller.NameOf)))],
            Send = [new($"decision {log.Decision.Number}", $"decision {log.Decision.Number}", null, DecisionView.Announced(log.Decision, unit, caller.NameOf), caller.Now, null) { Unit = unit.Key }],
        }, ct);
        return reply;
    }

    /// <summary>A hold answers what calls; a move answers every open nudge of the unit.</summary>
    private static ImmutableArray<Nudge> Answered(DecisionKind kind, UnitState state) => kind == DecisionKind.Hold
        ? [.. state.Nudges.Where(n => n.Episode.Kind is EpisodeKind.Ready or EpisodeKind.Overextended)]
        : state.Nudges;

    private static ImmutableSortedDictionary<string, string> Snapshot(Assessment assessment) =>
        assessment.Readings.Select(r => (r.Criterion.Key, Reading: r)).Concat(assessment.GateReadings.Select(r => (Key: $"gate/{r.Criterion.Key}", Reading: r)))
            .ToImmutableSortedDictionary(r => r.Key, r => Value(r.Reading), StringComparer.Ordinal);

    private static string Value(Reading reading) => reading.Decides is { Value: { } value }
        ? $"{InWords.State(reading.State)}: {InWords.Value(reading.Criterion, value)}"
        : InWords.State(reading.State);

    /// <summary>What the person wrote into the form, or after "because".</summary>
    private sealed record Wish(DecisionTexts Texts, Trigger? Trigger, DateOnly? ReviewOn, ImmutableArray<long> Precedents, bool IsSubmitted, IReadOnlyList<Refusal> Errors)
    {
        public static Wish Of(Decide command, Caller caller)
        {
            var errors = new List<Refusal>();
            var texts = new DecisionTexts(command.Because ?? command.Fields["rationale"], command.Fields["effect"], command.Fields["cost"]);
            if (texts.Rationale is null)
                errors.Add(new("decide.rationale", "Say why: the log keeps the reason.", "rationale"));
            errors.AddRange(texts.All().Where(t => t.Text.Length > DecisionTexts.Longest)
                .Select(t => new Refusal("decide.too-long", $"That is {t.Text.Length:N0} characters; up to {DecisionTexts.Longest:N0} fit.", t.Name)));
            Trigger? trigger = Enum.TryParse<Trigger>(command.Fields["trigger"], ignoreCase: true, out var t) && Enum.IsDefined(t) ? t : null;
            var review = Review(command, caller, errors);
            return new(texts, trigger, review, Numbers(command.Fields["precedents"]), command.Fields.AreSubmitted, errors);
        }

        public DateTimeOffset ReviewAt(Caller caller, int otherwise) =>
            caller.Organisation.MorningOf(ReviewOn ?? caller.Today.AddDays(otherwise));

        private static DateOnly? Review(Decide command, Caller caller, List<Refusal> errors)
        {
            if (command.Fields["review"] is not { } text)
                return null;
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                errors.Add(new("review.unclear", "Write the day as 2026-04-15.", "review"));
            else if (Deciding.CheckReview(caller.Organisation.MorningOf(day), caller.Now) is { } why)
                errors.Add(why);
            else
                return day;

            return null;
        }

        private static ImmutableArray<long> Numbers(string? list) =>
            [.. (list ?? "").Split(',').Select(n => long.TryParse(n, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(n => n > 0)];
    }
}
