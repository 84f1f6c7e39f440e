using System.Data.Common;

namespace Companion.Storage;

/// <summary>Everything in which one database differs from another, behind the words that <see cref="Database"/> and <see cref="Migrator"/> need.</summary>
internal interface IEngine : IAsyncDisposable
{
    /// <summary>What its migration scripts end in, before ".sql".</summary>
    string Name { get; }

    /// <summary>Where the data is, in words for people: without secrets.</summary>
    string Place { get; }

    bool ServesOneProcess { get; }

    /// <summary>What this process wrote; null while others may write too, so that nothing can be known from it.</summary>
    TableChanges? Changes { get; }

    /// <summary>False when there is nothing yet that could be read; the first migration makes it.</summary>
    bool Exists { get; }

    string TablesSql { get; }

    string VersionTableSql { get; }

    /// <summary>Tables in which a migration script left references that lead nowhere.</summary>
    string BrokenReferencesSql { get; }

    /// <inheritdoc cref="Database.ForUpdate"/>
    string ForUpdate { get; }

    /// <inheritdoc cref="Database.SkipTaken"/>
    string SkipTaken { get; }

    string AnyOf(string column, string parameter);

    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct);

    Task WriteAsync(Func<DbConnection, DbTransaction, Task> write, CancellationToken ct);

    /// <exception cref="StorageUnavailableException">It cannot be written, and the message says why.</exception>
    Task ProbeAsync(CancellationToken ct);

    /// <summary>Sees to it that what was deleted stands in none of the files any more, as far as the engine can.</summary>
    /// <returns>False when others kept it from that.</returns>
    Task<bool> ScrubAsync();

    /// <summary>What <c>doctor</c> says about the server behind it, each with whether it is well.</summary>
    Task<IReadOnlyList<(bool IsWell, string Says)>> AdviceAsync(CancellationToken ct);

    /// <summary>Keeps other processes out, where the data is one process's alone.</summary>
    void Claim();

    /// <summary>A connection for changing the schema; whoever else wants one waits or is refused.</summary>
    Task<DbConnection> OpenForMigrationAsync(CancellationToken ct);

    /// <summary>Copies what is there before a migration touches it.</summary>
    /// <returns>Where the copy is; null when there is none.</returns>
    Task<string?> BackUpAsync(long before);

    /// <summary>The copy that was made before the schema came to a version, if it is still there.</summary>
    string? BackupBefore(long version);

    /// <summary>A fault of the engine as <see cref="StorageUnavailableException"/> or <see cref="DuplicateException"/>; null for any other.</summary>
    DbException? InOurWords(Exception fault);
}
