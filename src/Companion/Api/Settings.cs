using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Companion.Api;

/// <summary>The API is there by default: without a token that a steward made, nobody gets in.</summary>
internal sealed class Settings
{
    public const string Section = "Api";

    /// <summary>False for a server without the API.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How many requests one token may make in a minute.</summary>
    [Range(1, 100_000, ErrorMessage = "Api:RequestsPerMinute is a whole number from 1 to 100000: how many requests one token may make in a minute.")]
    public int RequestsPerMinute { get; init; } = 120;

    /// <summary>How many measurements fit into one request.</summary>
    [Range(1, 10_000, ErrorMessage = "Api:LargestBatch is a whole number from 1 to 10000: how many measurements fit into one request.")]
    public int LargestBatch { get; init; } = 1000;
}

[OptionsValidator]
internal sealed partial class SettingsValidator : IValidateOptions<Settings>;
