using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Companion.Schedule;

internal sealed class Settings : IValidatableObject
{
    public const string Section = "Schedule";

    /// <summary>False for a process that only answers and leaves rounds, nudges and sending to others on the same database.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How often to look for what is due, in seconds.</summary>
    public int EverySeconds { get; init; } = 5;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EverySeconds is < 1 or > 300)
            yield return new("Schedule:EverySeconds must be from 1 to 300; leave it out for 5.");
    }
}

[OptionsValidator]
internal sealed partial class SettingsValidator : IValidateOptions<Settings>;
