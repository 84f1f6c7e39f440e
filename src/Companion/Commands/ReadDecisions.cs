using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>decisions</c>, <c>decisions contributors</c>, <c>decisions page 2</c></summary>
internal sealed record ListDecisions(string? Unit, int Page) : Command;

/// <summary><c>decisions 12</c></summary>
internal sealed record ShowDecision(long Number) : Command;

/// <summary>Reads the log. Everyone may read every decision and its evidence.</summary>
internal sealed class ReadDecisionsHandler(DecisionStore decisions, UnitStore units)
{
    private const int PerPage = 10;

    public async Task<Reply> ListAsync(ListDecisions command, Caller caller, CancellationToken ct)
    {
        var organisation = caller.Organisation.Id;
        var all = await units.EverAsync(organisation, ct);
        Unit? unit = null;
        if (command.Unit is not null && Answers.FindEver(all, command.Unit).IsRefused(out var why, out unit))
            return Answers.Refused(why);

        var count = await decisions.CountAsync(organisation, unit?.Id, ct);
        var pages = (int)Math.Max(1, (count + PerPage - 1) / PerPage);
        var page = await decisions.LatestAsync(organisation, unit?.Id, PerPage, (command.Page - 1) * PerPage, ct);
        return new Reply.Show(DecisionView.List(page, all.ToDictionary(u => u.Id, u => u.Name), command.Page, pages, count, unit?.Key, caller.NameOf));
    }

    public async Task<Reply> ShowAsync(ShowDecision command, Caller caller, CancellationToken ct)
    {
        var organisation = caller.Organisation.Id;
        if (await decisions.FindAsync(organisation, command.Number, ct) is not { } decision)
            return Answers.Refused(new("decision.unknown", $"There is no decision {command.Number}. See the list: decisions."));

        var entry = (await decisions.ChainAsync(organisation, command.Number - 1, 1, ct))[0];
        var unit = (await units.EverAsync(organisation, ct)).FirstOrDefault(u => u.Id == decision.UnitId);
        var later = await decisions.SinceAsync(organisation, decision, ct);
        var review = later.FirstOrDefault(d => d.Details.Reviews == decision.Number);
        return new Reply.Show(DecisionView.Full(decision, unit, Successors(decision, later), review, await decisions.SuccessorAsync(organisation, decision.Number, ct), entry.Entry.Hash, caller.NameOf));
    }

    /// <summary>Later moves of the same unit, if this was a move.</summary>
    public static ImmutableArray<Decision> Successors(Decision decision, ImmutableArray<Decision> later) =>
        decision.Kind is DecisionKind.Declare or DecisionKind.Advance or DecisionKind.StepBack
            ? [.. later.Where(d => d.Number > decision.Number && d.Kind is DecisionKind.Advance or DecisionKind.StepBack).OrderBy(d => d.Number)]
            : [];
}
