using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Companion.Telemetry;

/// <summary>A piece of work that is timed and traced until it is disposed. What is said about it goes to both.</summary>
internal sealed class Piece(Activity? span, Histogram<double> duration, TimeProvider time) : IDisposable
{
    private readonly long _began = time.GetTimestamp();
    private TagList _tags;

    public string Outcome { get; set; } = "failed";

    public Piece With(string name, string value)
    {
        _tags.Add(name, value);
        return this;
    }

    /// <summary>Only for the trace: an id, of which there are too many for a measurement.</summary>
    public Piece Identified(string name, object value)
    {
        span?.SetTag(name, value);
        return this;
    }

    public void Dispose()
    {
        _tags.Add("companion.outcome", Outcome);
        duration.Record(time.GetElapsedTime(_began).TotalSeconds, _tags);
        if (span is null)
            return;

        foreach (var (name, value) in _tags)
            span.SetTag(name, value);
        if (Outcome == "failed")
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }
}
