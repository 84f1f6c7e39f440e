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
        // Counted person by person, for a round may ask ten thousand.
        var invited = checkIn.Asks.Among(members.Select(m => m.Id), groups);
        var opinions = questions.Count(q => q.Reporter is null);
        var facts = questions.Where(q => q.Reporter is not null).CountBy(q => q.Reporter!.Value).ToDictionary();
        var asked = members.Select(m => (Member: m, OnlyFacts: !invited.Contains(m.Id), Questions: (invited.Contains(m.Id) ? opinions : 0) + facts.GetValueOrDefault(m.Id))).Where(a => a.Questions > 0).ToList();
        round = round with { Participants = [.. asked.Select(a => new Participant(a.Member.Id, null) { OnlyFacts = a.OnlyFacts })] };

        await rounds.AddAsync(round, movedOn, effects with
        {
            Send = [.. effects.Send, .. asked.Select(a => Invite(round, a.Member.Id, a.Questions, InvitedAt(checkIn, date, a.Member, effects.At)))],
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

    private static Outgoing Invite(Round round, Guid member, int questions, DateTimeOffset at) => new(
        $"round {round.Id} to {member}", CheckInView.Subject(round.Id), member, CheckInView.Invite(round, questions), at, round.ClosesAt);

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
