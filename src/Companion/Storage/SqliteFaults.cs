using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Companion.Storage;

/// <summary>What SQLite's result codes mean for people and for stores.</summary>
internal sealed class SqliteFaults(string path)
{
    /// <summary>The same fault in our words; anything else comes back as it was.</summary>
    public Exception Explain(Exception fault) => InOurWords(fault) ?? fault;

    public bool Knows(Exception fault) => InOurWords(fault) is not null;

    public DbException? InOurWords(Exception fault) => fault is not SqliteException e ? null : e.SqliteErrorCode switch
    {
        SQLITE_CONSTRAINT when IsDuplicate(e) => new DuplicateException(Columns(e.Message), e),
        SQLITE_BUSY or SQLITE_LOCKED => Unavailable($"The database file {path} is locked by another program: close what else has it open.", e, passing: true),
        SQLITE_FULL => DiskFull(e),
        SQLITE_CORRUPT or SQLITE_NOTADB => Unavailable($"The file {path} is damaged or not a database: restore a backup, or name another file in Storage:ConnectionString.", e),
        SQLITE_READONLY => Unavailable($"The database file {path} cannot be written: give this user the right to write it and its folder.", e),
        SQLITE_CANTOPEN or SQLITE_PERM => Unavailable($"The database file {path} cannot be opened: it is missing, or this user may not read it.", e),
        SQLITE_IOERR => Unavailable($"The disk reported an error while {path} was read or written.", e),
        _ => null,
    };

    public StorageUnavailableException DiskFull(SqliteException? inner = null) =>
        Unavailable($"The disk is full: free some space for {path}. Nothing was saved.", inner, passing: true);

    private static StorageUnavailableException Unavailable(string sentence, SqliteException? inner, bool passing = false) => new(sentence, inner, passing);

    private static bool IsDuplicate(SqliteException e) =>
        e.SqliteExtendedErrorCode is SQLITE_CONSTRAINT_UNIQUE or SQLITE_CONSTRAINT_PRIMARYKEY or SQLITE_CONSTRAINT_ROWID;

    // SQLite has no other way to say which: "SQLite Error 19: 'UNIQUE constraint failed: rounds.unit_id, rounds.due_on'."
    private static ImmutableArray<string> Columns(string message)
    {
        var from = message.IndexOf("failed: ", StringComparison.Ordinal) + "failed: ".Length;
        return [.. message[from..].TrimEnd('.', '\'').Split(", ")];
    }
}
