using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>review 5</c>: expected beside actual; the error of the prediction is kept.</summary>
internal sealed record ReviewDecision(long Number, Fields Fields) : Command;

internal sealed class ReviewDecisionHandler(DecisionStore decisions, UnitStore units, OrganisationStore organisations)
{
    public async Task<Reply> HandleAsync(ReviewDecision command, Caller caller, CancellationToken ct)
    {
        var organisation = caller.Organisation.Id;
        if (await decisions.FindAsync(organisation, command.Number, ct) is not { } decision)
            return Answers.Refused(new("decision.unknown", $"There is no decision {command.Number}. See the list: decisions."));
        if (decision.Kind is not (DecisionKind.Advance or DecisionKind.StepBack or DecisionKind.Record))
            return Answers.Refused(new("review.not-a-move", "Only a move of a slider, or a decision that was logged with log, is reviewed."));

        var unit = (await units.EverAsync(organisation, ct)).FirstOrDefault(u => u.Id == decision.UnitId);
        if (!caller.Is(decision.DecidedBy) && Forbidden(unit, caller) is { } forbidden)
            return Answers.Refused(forbidden);
        var later = await decisions.SinceAsync(organisation, decision, ct);
        if (later.FirstOrDefault(d => d.Details.Reviews == decision.Number) is { } earlier)
            return Answers.Refused(new("review.done", $"Decision {decision.Number} was reviewed already: decisions {earlier.Number}."));
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(DecisionView.ReviewForm(decision));

        return await SaveAsync(command.Fields, decision, unit, caller, ct);
    }

    private static Refusal? Forbidden(Unit? unit, Caller caller) =>
        unit is not null ? (caller.IsOwner(unit) || (unit.Owners.IsEmpty && caller.IsSteward) ? null : new("review.not-yours", $"Only an owner of {unit.Name}, or whoever decided, says what became of it."))
        : caller.IsSteward ? null
        : new("review.not-yours", "Only a steward, or whoever decided, reviews what concerns the whole organisation.");

    private async Task<Reply> SaveAsync(Fields fields, Decision decision, Unit? unit, Caller caller, CancellationToken ct)
    {
        var errors = new List<Refusal>();
        var texts = new DecisionTexts(null, fields["effect"], fields["cost"]);
        if (texts.Effect is null)
            errors.Add(new("review.effect", "Say what happened.", "effect"));
        errors.AddRange(texts.All().Where(t => t.Text.Length > DecisionTexts.Longest)
            .Select(t => new Refusal("review.too-long", $"That is {t.Text.Length:N0} characters; up to {DecisionTexts.Longest:N0} fit.", t.Name)));
        if (!Enum.TryParse<PredictionError>(fields["error"], out var error) || !Enum.IsDefined(error))
            errors.Add(new("review.error", "Say how near the prediction was.", "error"));
        if (errors.Count > 0)
            return Answers.Errors(errors);

        var head = await organisations.HeadAsync(caller.Organisation.Id, ct);
        var log = caller.Decide(head, DecisionKind.Review, unit, new() { Reviews = decision.Number, Error = error }, texts, null);
        var card = DecisionView.Reviewed(log.Decision, decision, unit);
        var reply = new Reply.Done(card, Replaces: true);
        await decisions.LogAsync(caller.Effects(reply) with { Log = [log], Revise = [new(DecisionView.ReviewSubject(decision.Number), null, card)] }, ct);
        return reply;
    }
}
