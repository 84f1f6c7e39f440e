using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Companion.CommandLine;
using Companion.Tests.Faults;
using Companion.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Companion.Tests.Telemetry;

/// <summary>What reaches a receiver of OTLP, and what does not when none is configured.</summary>
public sealed class ExportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Telemetry:Endpoint", "Telemetry:Protocol")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL")]
    public async Task Spans_and_measurements_reach_the_receiver(string endpoint, string protocol)
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var receiver = await ReceiveAsync(received);
        using (var app = new App(Team.Monday))
        {
            await using var measured = app.WithWebHostBuilder(web => web.UseSetting(endpoint, receiver.Urls.First()).UseSetting(protocol, "http/protobuf"));
            using var http = measured.CreateClient();
            await (await Team.SetUpAsync(http, Ct)).SayAsync("checkin now", Ct);
            await measured.Services.GetRequiredService<Companion.Schedule.Ticks>().RunAllAsync(Ct);
            measured.Services.GetRequiredService<TracerProvider>().ForceFlush();
            measured.Services.GetRequiredService<MeterProvider>().ForceFlush();
        }

        Assert.Contains("companion.command", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("SetUp", received["/v1/traces"], StringComparison.Ordinal);
        foreach (var name in new[] { "companion.delivery.duration", "companion.send.duration", "companion.assessment.duration", "companion.outbox.depth", "companion.outbox.age" })
            Assert.Contains(name, received["/v1/metrics"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_set_up()
    {
        using var app = new App(Team.Monday);
        using var http = app.CreateClient();
        await Team.SetUpAsync(http, Ct);

        Assert.Null(app.Services.GetService<TracerProvider>());
    }

    [Theory]
    [InlineData("Endpoint", "collector:4317", "Telemetry:Endpoint must be the address of an OTLP receiver")]
    [InlineData("Protocol", "udp", "Telemetry:Protocol is grpc or http/protobuf")]
    public void A_wrong_setting_stops_the_start_and_is_named(string key, string value, string message)
    {
        var stopped = Assert.Throws<OptionsValidationException>(() => Server.Build([$"--Telemetry:{key}={value}"], demo: false));

        Assert.Contains(message, stopped.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> ReceiveAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            // Names stand in a message of protobuf as they are.
            received.AddOrUpdate(request.Path, Encoding.Latin1.GetString(body.ToArray()), (_, earlier) => earlier + Encoding.Latin1.GetString(body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
        await app.StartAsync(Ct);
        return app;
    }
}
