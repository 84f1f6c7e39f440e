using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Companion.Tests.Telemetry;

/// <summary>Everything that leaves the program by the side: log lines with their scopes and exceptions, spans of every source, measurements of every meter.</summary>
internal sealed class Overheard : ILoggerProvider, ISupportExternalScope
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _measurements;
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public Overheard()
    {
        _spans = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Spans.Add($"{span.Source.Name} {span.DisplayName} {span.StatusDescription} {Text(span.TagObjects)} {string.Join(' ', span.Events.Select(e => $"{e.Name} {Text(e.Tags)}"))} {string.Join(' ', span.Baggage)}"),
        };
        ActivitySource.AddActivityListener(_spans);
        _measurements = new() { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _measurements.SetMeasurementEventCallback<double>(Measured);
        _measurements.SetMeasurementEventCallback<long>(Measured);
        _measurements.SetMeasurementEventCallback<int>(Measured);
        _measurements.Start();
    }

    public ConcurrentBag<string> Logs { get; } = [];

    public ConcurrentBag<string> Spans { get; } = [];

    public ConcurrentBag<string> Measurements { get; } = [];

    public IEnumerable<string> All => [.. Logs, .. Spans, .. Measurements];

    public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        _spans.Dispose();
        _measurements.Dispose();
    }

    private void Measured<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct => Measurements.Add($"{instrument.Meter.Name} {instrument.Name} {value} {Text(tags.ToArray())}");

    private static string Text(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(t => $"{t.Key}={t.Value}"));

    private sealed class Line(Overheard heard, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => heard._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            heard._scopes.ForEachScope((scope, list) => list.Add($"{scope}"), scopes);
            heard.Logs.Add($"{category} {logLevel} {formatter(state, exception)} {string.Join(' ', scopes)} {exception}");
        }
    }
}
