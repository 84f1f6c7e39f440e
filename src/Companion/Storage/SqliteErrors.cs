using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Companion.Storage;

/// <summary>SQLite's error codes as what they mean here.</summary>
internal static class SqliteErrors
{
    /// <summary>The exception that says what an engine error means; the error itself when it is a broken promise in our own SQL.</summary>
    public static Exception Translate(SqliteException e, string file) => e.SqliteErrorCode switch
    {
        raw.SQLITE_CONSTRAINT when e.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY => new DuplicateException(e.Message, e),
        raw.SQLITE_FULL => new StorageUnavailableException("The disk is full: make room where the database is.", e),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StorageUnavailableException($"The database is locked by another program: close whatever else has {file} open.", e),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StorageUnavailableException($"{file} is damaged or no database: restore the latest backup.", e),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => new StorageUnavailableException($"{file} cannot be written: check its permissions.", e),
        raw.SQLITE_CANTOPEN => new StorageUnavailableException($"{file} cannot be opened: check the path and its permissions.", e),
        raw.SQLITE_IOERR => new StorageUnavailableException($"The disk under {file} reports an error.", e),
        _ => e,
    };
}
