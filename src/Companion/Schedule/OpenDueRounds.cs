using System.Collections.Immutable;
using Companion.Chat;
using Companion.Commands;
using Companion.Core.CheckIns;
using Companion.Core.Members;
using Companion.Storage;

namespace Companion.Schedule;

/// <summary>Opens rounds whose moment has come; late ones while half of their window is left, else it records that they were skipped.</summary>
/// <remarks>Safe on every node at once: a round is unique by its date, and its check-in moves on in the same transaction.</remarks>
internal sealed partial class OpenDueRounds(
    CheckInStore checkIns, RoundStore rounds, OrganisationStore organisations, MemberStore members, OpenRounds openRounds, Signals signals, TimeProvider time, ILogger<OpenDueRounds> logger) : ITick
{
    private const int Batch = 100;

    /// <summary>More missed dates than this are not told one by one.</summary>
    private const int MostSkipped = 12;

    /// <summary>In everybody's own time it is asked now and then whether the day has begun for somebody.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var due in await checkIns.DueAsync(time.GetUtcNow(), Batch, ct))
            await Attempt.ItemAsync(() => OpenAsync(due, ct), e => NotOpened(e, due.Id));
    }

    private async Task OpenAsync(DueCheckIn due, CancellationToken ct)
    {
        var organisation = await organisations.GetAsync(due.OrganisationId, ct);
        var everyone = await members.AllAsync(due.OrganisationId, ct);
        for (var skipped = 0; ; skipped++)
        {
            var now = time.GetUtcNow();
            var checkIn = (await checkIns.AllAsync(due.OrganisationId, ct)).Single(c => c.Id == due.Id);
            if (checkIn is not { IsPaused: false, NextDate: { } date, NextAt: { } at } || at > now)
                return;

            var opens = CheckInSchedule.OpensAt(checkIn, date, organisation, everyone);
            if (opens > now)
            {
                await checkIns.SaveAsync(checkIn with { NextAt = opens < now + LookAgainAfter ? opens : now + LookAgainAfter }, new(organisation.Id, now), ct);
                return;
            }

            var window = CheckInSchedule.WindowOf(checkIn, date, opens, organisation, everyone);
            var movedOn = skipped < MostSkipped ? CheckInSchedule.After(checkIn, date, organisation) : CheckInSchedule.From(checkIn, organisation.Today(now), now, organisation, everyone);
            await OpenOneAsync(checkIn, movedOn, date, window, organisation, everyone, now, ct);
        }
    }

    private async Task OpenOneAsync(CheckIn checkIn, CheckIn movedOn, DateOnly date, RoundWindow window, Organisation organisation, ImmutableArray<Member> everyone, DateTimeOffset now, CancellationToken ct)
    {
        var (opening, effects) = (window.OpeningAt(now), new Effects(organisation.Id, now));
        // A date that has its round already, asked for by hand, is passed over; so is one that would ask about retired units only.
        if (checkIn.Units.IsEmpty || await rounds.ExistsAsync(organisation.Id, checkIn.Id, date, ct))
            await checkIns.SaveAsync(movedOn, effects, ct);
        else if (opening == RoundOpening.Skipped)
            await openRounds.SkipAsync(checkIn, movedOn, date, window, effects, ct);
        else
            await openRounds.OpenAsync(checkIn, movedOn, date, window, opening == RoundOpening.Late, organisation, everyone, effects, ct);

        Opened(checkIn.Id, date, opening);
        signals.Changed();
    }

    [LoggerMessage(LogLevel.Information, "The round of check-in {CheckIn} for {Date} began: {Opening}.")]
    private partial void Opened(Guid checkIn, DateOnly date, RoundOpening opening);

    [LoggerMessage(LogLevel.Warning, "The round of check-in {CheckIn} could not be opened; it stays due.")]
    private partial void NotOpened(Exception exception, Guid checkIn);
}
