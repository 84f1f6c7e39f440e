using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Members;
using Companion.Core.Readiness;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary>Opens a round, by schedule or on a wish: the questions, the participants, the invitations, in one transaction.</summary>
internal sealed class OpenRounds(TimelineStore timelines, RoundStore rounds, ReporterStore reporters, InviteeStore invitees)
{
    /// <summary>The round with the check-in moved on; invitations go to everyone who is asked something.</summary>
    public async Task<Round> OpenAsync(CheckIn checkIn, CheckIn movedOn, DateOnly date, RoundWindow window, bool isLate, Organisation organisation, ImmutableArray<Member> members, Effects effects, CancellationToken ct)
    {
        var questions = await QuestionsAsync(checkIn, organisation, members, effects.At, ct);
        var number = await rounds.NextNumberAsync(organisation.Id, ct);
        var round = new Round(
            Guid.CreateVersion7(effects.At), checkIn.Id, checkIn.Name, number, date, RoundState.Open, isLate, questions, [], effects.At, window.RemindsAt, null, window.ClosesAt, 1)
        {
            IsAnonymous = checkIn.IsAnonymous,
        };
        var groups = await invitees.GroupsAsync(organisation.Id, ct);
        var everyone = round with { Participants = [.. members.Select(m => new Participant(m.Id, null) { OnlyFacts = !checkIn.Asks.Includes(m.Id, groups) })] };
        round = round with { Participants = [.. everyone.Participants.Where(p => everyone.QuestionsFor(p.Member).Any())] };

        await rounds.AddAsync(round, movedOn, effects with
        {
            Send = [.. effects.Send, .. round.Participants.Select(p => Invite(round, p.Member, InvitedAt(checkIn, date, members.First(m => m.Id == p.Member), effects.At)))],
        }, ct);
        return round;
    }

    /// <summary>Records that a round was missed and says so.</summary>
    public async Task SkipAsync(CheckIn checkIn, CheckIn movedOn, DateOnly date, RoundWindow window, Effects effects, CancellationToken ct)
    {
        var number = await rounds.NextNumberAsync(effects.OrganisationId, ct);
        var round = new Round(
            Guid.CreateVersion7(effects.At), checkIn.Id, checkIn.Name, number, date, RoundState.Skipped, true, [], [], effects.At, window.RemindsAt, null, window.ClosesAt, 1);
        await rounds.AddAsync(round, movedOn, effects with
        {
            Send = [new($"skipped {round.Id}", CheckInView.Subject(round.Id), null, CheckInView.Skipped(checkIn, date), effects.At, null)],
        }, ct);
    }

    private static Outgoing Invite(Round round, Guid member, DateTimeOffset at) => new(
        $"round {round.Id} to {member}", CheckInView.Subject(round.Id), member, CheckInView.Invite(round, round.QuestionsFor(member).Count()), at, round.ClosesAt);

    // In everybody's own time, whoever lives further west is asked later.
    private static DateTimeOffset InvitedAt(CheckIn checkIn, DateOnly date, Member member, DateTimeOffset openedAt) =>
        checkIn.Cadence.Zone is null && checkIn.Cadence.InstantOf(date, member.Zone) is var own && own > openedAt ? own : openedAt;

    private async Task<ImmutableArray<Question>> QuestionsAsync(CheckIn checkIn, Organisation organisation, ImmutableArray<Member> members, DateTimeOffset now, CancellationToken ct)
    {
        var assessments = (await timelines.AllRecentAsync(organisation, now, ct)).Where(t => checkIn.Units.Contains(t.Unit.Id)).Select(t => Assessment.Of(t, now)).ToList();
        var steward = members.FirstOrDefault(m => m.IsSteward)?.Id;
        var fresh = Rules.FreshWhenAskedEvery(checkIn.Cadence.DaysOfOnePeriod).TotalDays;
        var named = await reporters.AllAsync(organisation.Id, ct);
        Guid? ReporterOf(string unit, string criterion, Guid? otherwise) =>
            named.FirstOrDefault(r => r.Unit == unit && r.Criterion == criterion && members.Any(m => m.Id == r.Member))?.Member ?? otherwise;

        var questions = assessments.SelectMany(a => Questionnaire.Of(a, c => ReporterOf(a.Unit.Key, c.Key, a.Unit.Owners.IsEmpty ? steward : a.Unit.Owners[0]), fresh));
        return checkIn.AsksGate && assessments.Count > 0
            ? [.. questions, .. Questionnaire.OfGate(assessments[0].GateReadings, c => ReporterOf(Questionnaire.GateKey, c.Key, steward), fresh)]
            : [.. questions];
    }
}
