namespace Companion.Storage;

/// <summary>How far the database is: 0 for a missing or empty one, and <paramref name="Newest"/> when nothing is to do.</summary>
internal sealed record SchemaState(string Place, long Version, long Newest, bool IsForeign, string? OlderBackup)
{
    public bool IsCurrent => !IsForeign && Version == Newest;

    public bool IsTooNew => Version > Newest;

    /// <summary>Why this program must leave the database alone, or null when it need not.</summary>
    public string? Objection =>
        IsForeign ? $"The database {Place} belongs to another program: it has tables, but none of Companion's. Name another one in Storage:ConnectionString."
        : IsTooNew ? $"The database {Place} was written by a newer Companion (schema {Version}, this program knows {Newest}): update Companion, or restore {RightBackup}."
        : null;

    private string RightBackup => OlderBackup is null ? "a backup from before that update" : $"the backup made before that update ({OlderBackup})";
}
