using System.Collections.Immutable;
using Companion.Chat;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Storage;

namespace Companion.Schedule;

/// <summary>Measures what Companion's own records can tell, for every measured criterion that asks for it: after each decision, and once a day since time passes.</summary>
internal sealed partial class MeasureRecords(
    RecordStore records, TimelineStore timelines, DecisionStore decisions, MemberStore members, RoundStore rounds, OrganisationStore organisations, Signals signals, TimeProvider time, ILogger<MeasureRecords> logger) : ITick
{
    private const int Batch = 100;
    private const int RoundsCounted = 6;

    /// <summary>An unchanged figure is written again before it is stale.</summary>
    private static readonly TimeSpan WrittenAgainAfter = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var due in await records.DueAsync(now, Batch, ct))
            await Attempt.ItemAsync(() => MeasureAsync(due, now, ct), e => NotMeasured(e, due.OrganisationId));
    }

    private async Task MeasureAsync(DueRecords due, DateTimeOffset now, CancellationToken ct)
    {
        var organisation = await organisations.GetAsync(due.OrganisationId, ct);
        var closed = (await rounds.LatestAsync(due.OrganisationId, RoundsCounted, ct)).Where(r => r.State == RoundState.Closed).Select(r => (r.Participants.Length, r.Participants.Count(p => p.AnsweredAt is not null)));
        var people = (await members.NamesAsync(due.OrganisationId, ct)).ToDictionary(m => m.Id, m => m.Person);
        var figures = OwnRecords.Of(await decisions.AllAsync(due.OrganisationId, ct), id => people.GetValueOrDefault(id, id), closed, now, organisation.TimeZone);
        var all = await timelines.AllWholeAsync(organisation, ct);
        var found = all.SelectMany(t => Fresh(t, figures, now)).ToImmutableArray();
        if (await records.MeasuredAsync(due, found, now, ct) && !found.IsEmpty)
            signals.Changed();
    }

    private static IEnumerable<(Guid Unit, Observation Measured)> Fresh(Timeline timeline, ImmutableArray<OwnFigure> figures, DateTimeOffset now)
    {
        var asked = Assessment.Of(timeline, now).Readings.Where(r => r.Criterion.Kind == CriterionKind.Measured).Select(r => r.Criterion.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var figure in figures.Where(f => asked.Contains(f.Criterion)))
        {
            var last = timeline.Facts.OfType<Observed>().LastOrDefault(o => o.Observation.Criterion == figure.Criterion && o.Observation.Source == Source.Measurement)?.Observation;
            if (last is null || last.Value != figure.Value || last.Cases != figure.Cases || now - last.At > WrittenAgainAfter)
                yield return (timeline.Unit.Id, new Observation(Guid.CreateVersion7(now), figure.Criterion, now, Source.Measurement, figure.Value, Rules.FreshWhenNotAsked)
                {
                    Cases = figure.Cases,
                    Note = $"Companion's own records: {figure.Says}.",
                });
        }
    }

    [LoggerMessage(LogLevel.Warning, "The records of organisation {Organisation} could not be measured; they stay due.")]
    private partial void NotMeasured(Exception exception, Guid organisation);
}
