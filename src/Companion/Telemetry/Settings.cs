using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Companion.Telemetry;

internal sealed class Settings : IValidatableObject
{
    public const string Section = "Telemetry";

    /// <summary>Where traces and metrics go, by OTLP; without it, and without the standard OTEL_EXPORTER_OTLP_ENDPOINT, nothing leaves and nothing is listened to.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How the endpoint is spoken to: grpc, or http/protobuf.</summary>
    public string Protocol { get; init; } = "grpc";

    /// <summary>What this process is called among others.</summary>
    public string ServiceName { get; init; } = "companion";

    public bool SpeaksHttp => Protocol == "http/protobuf";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is not null && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new("Telemetry:Endpoint must be the address of an OTLP receiver, as http://127.0.0.1:4317; leave it out to measure nothing.", [nameof(Endpoint)]);
        if (Protocol is not ("grpc" or "http/protobuf"))
            yield return new("Telemetry:Protocol is grpc or http/protobuf; leave it out for grpc.", [nameof(Protocol)]);
        if (ServiceName.Length == 0)
            yield return new("Telemetry:ServiceName is empty; leave it out for companion.", [nameof(ServiceName)]);
    }
}

[OptionsValidator]
internal sealed partial class SettingsValidator : IValidateOptions<Settings>;
