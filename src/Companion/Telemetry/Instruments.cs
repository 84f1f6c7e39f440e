using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Companion.Telemetry;

/// <summary>What is measured and traced. Names of commands, states and platforms, ids and numbers; never what people are called or say.</summary>
/// <remarks>Nobody listens unless telemetry is configured, and then these cost next to nothing.</remarks>
internal static class Instruments
{
    public const string Name = "Companion";

    private static readonly ActivitySource Spans = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Deliveries = Meter.CreateHistogram<double>("companion.delivery.duration", "s", "What people said and pressed: how long the answer took, by command and outcome.");
    private static readonly Histogram<double> Sends = Meter.CreateHistogram<double>("companion.send.duration", "s", "Messages on the program's own initiative, by platform and outcome.");
    private static readonly Histogram<double> Assessments = Meter.CreateHistogram<double>("companion.assessment.duration", "s", "Assessments of units by the schedule, by the status they came to.");
    private static readonly Histogram<double> TickTimes = Meter.CreateHistogram<double>("companion.tick.duration", "s", "Looks at what is due, by what is looked for.");
    private static readonly Counter<long> Nudges = Meter.CreateCounter<long>("companion.nudges", "{nudge}", "Nudges opened, reminded, escalated, lapsed and ended, by kind.");

    /// <summary>An input on its way to its answer.</summary>
    public static Piece Delivery(TimeProvider time) => new(Spans.StartActivity("delivery", ActivityKind.Server), Deliveries, time);

    /// <summary>A message on its way to a platform.</summary>
    public static Piece Send(TimeProvider time, string platform) =>
        new Piece(Spans.StartActivity("send", ActivityKind.Client), Sends, time).With("companion.platform", platform);

    public static Piece Assessment(TimeProvider time) => new(Spans.StartActivity("assessment"), Assessments, time);

    public static Piece Tick(TimeProvider time, string job) => new Piece(Spans.StartActivity("tick"), TickTimes, time).With("companion.job", job);

    /// <param name="happened">Opened, reminded, escalated, lapsed or ended.</param>
    /// <param name="kind">The kind of its episode.</param>
    /// <param name="count">How many at once.</param>
    public static void Nudge(string happened, string kind, int count = 1)
    {
        if (count > 0)
            Nudges.Add(count, new("companion.happened", happened), new KeyValuePair<string, object?>("companion.kind", kind));
    }

    /// <summary>What waits in the outbox, as somebody last saw it.</summary>
    public static void Watch(Func<OutboxSeen> outbox)
    {
        Meter.CreateObservableGauge("companion.outbox.depth", () => outbox().Depth, "{item}", "Items of the outbox that are due and not sent.");
        Meter.CreateObservableGauge("companion.outbox.age", () => outbox().OldestSeconds, "s", "How long the oldest of them has been due.");
    }
}

/// <summary>A look at the outbox.</summary>
internal sealed record OutboxSeen(long Depth, double OldestSeconds);
