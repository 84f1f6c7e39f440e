using System.ComponentModel.DataAnnotations;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Companion.Storage;

internal sealed class Settings : IValidatableObject
{
    public const string Section = "Storage";

    /// <summary>Where the data is; a relative path is taken from the program's content root.</summary>
    [Required(ErrorMessage = "Storage:ConnectionString is empty; leave it out for data/companion.db, or write Data Source=PATH.")]
    public string ConnectionString { get; init; } = "Data Source=data/companion.db";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FileOf(ConnectionString) is null)
            yield return new("Storage:ConnectionString cannot be read; write Data Source=PATH with the path of a file.");
    }

    /// <summary>The path in a connection string; null when there is none.</summary>
    public static string? FileOf(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString).DataSource is { Length: > 0 } path && path != ":memory:" ? path : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

[OptionsValidator]
internal sealed partial class SettingsValidator : IValidateOptions<Settings>;
