using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Companion.Telemetry;

internal static class Setup
{
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Only their numbers: spans of the web server and of the database would carry addresses and statements.
    private static readonly string[] Meters = [Instruments.Name, "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Settings.Section);
        builder.Services.AddOptions<Settings>().Bind(section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<Settings>, SettingsValidator>();

        var settings = section.Get<Settings>() ?? new();
        if (string.IsNullOrEmpty(settings.Endpoint) && string.IsNullOrEmpty(builder.Configuration[StandardEndpoint]))
            return;

        builder.Services.AddHostedService<OutboxWatch>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(settings.ServiceName, serviceVersion: typeof(Setup).Assembly.GetName().Version?.ToString(3)))
            // The web server's own span of a request is not kept, and what begins under it must not go with it.
            .WithTracing(tracing => tracing.SetSampler(new AlwaysOnSampler()).AddSource(Instruments.Name).AddOtlpExporter(otlp => Address(otlp, settings, "v1/traces")))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter(otlp => Address(otlp, settings, "v1/metrics")));
    }

    // The standard variables fill what the settings leave open.
    private static void Address(OtlpExporterOptions otlp, Settings settings, string path)
    {
        if (!Uri.TryCreate(settings.Endpoint, UriKind.Absolute, out var endpoint))
            return;

        otlp.Protocol = settings.SpeaksHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        otlp.Endpoint = settings.SpeaksHttp ? new Uri($"{endpoint.ToString().TrimEnd('/')}/{path}") : endpoint;
    }
}
