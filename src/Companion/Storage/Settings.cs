using System.ComponentModel.DataAnnotations;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Companion.Storage;

internal sealed class Settings : IValidatableObject
{
    public const string Section = "Storage";

    private const string SqliteExample = "Data Source=data/companion.db";
    private const string PostgresExample = "Host=localhost;Database=companion;Username=companion";

    /// <summary>Where the data lives: a SQLite file, or a PostgreSQL database. A relative path starts at the content root; missing folders are created.</summary>
    [Required(ErrorMessage = "Storage:ConnectionString is empty; write for example: Data Source=data/companion.db")]
    public string ConnectionString { get; init; } = "Data Source=data/companion.db";

    /// <summary>How long to wait while another program holds a lock on the SQLite file.</summary>
    public int LockWaitSeconds { get; init; } = 5;

    /// <summary>How many days the data of a workspace is kept that uninstalled the app: it may come back.</summary>
    public int KeepUninstalledDays { get; init; } = 90;

    public TimeSpan KeepUninstalled => TimeSpan.FromDays(KeepUninstalledDays);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConnectionString.Length > 0 && Complaint() is { } complaint)
            yield return new ValidationResult(complaint, [nameof(ConnectionString)]);

        // Not a [Range]: the generated validator replaces that attribute by its own and loses the message.
        if (LockWaitSeconds is < 1 or > 60)
            yield return new ValidationResult("Storage:LockWaitSeconds must be a number from 1 to 60; leave it out for 5.", [nameof(LockWaitSeconds)]);
        if (KeepUninstalledDays is < 1 or > 3650)
            yield return new ValidationResult("Storage:KeepUninstalledDays must be a number of days from 1 to 3650; leave it out for 90.", [nameof(KeepUninstalledDays)]);
    }

    /// <summary>A "Host=" names a PostgreSQL server, a "Data Source=" a SQLite file.</summary>
    public bool IsPostgres => ConnectionString.Split(';').Any(p => p.TrimStart().StartsWith("Host", StringComparison.OrdinalIgnoreCase) && p.Split('=')[0].Trim().Length == "Host".Length);

    private string? Complaint()
    {
        try
        {
            return IsPostgres ? PostgresComplaint() : SqliteComplaint();
        }
        catch (ArgumentException e)
        {
            return $"Storage:ConnectionString cannot be read ({e.Message}); write for example: {(IsPostgres ? PostgresExample : SqliteExample)}";
        }
    }

    private string? SqliteComplaint()
    {
        var parts = new SqliteConnectionStringBuilder(ConnectionString);
        return parts.DataSource is "" or ":memory:" || parts.Mode == SqliteOpenMode.Memory || parts.DataSource.StartsWith("file:", StringComparison.Ordinal)
            ? $"Storage:ConnectionString must name a file; write for example: {SqliteExample}"
            : null;
    }

    private string? PostgresComplaint() =>
        PostgresSource.Parts(ConnectionString) is { Host: not (null or ""), Database: not (null or "") }
            ? null
            : $"Storage:ConnectionString must name a host and a database; write for example: {PostgresExample}";
}

[OptionsValidator]
internal sealed partial class SettingsValidator : IValidateOptions<Settings>;
