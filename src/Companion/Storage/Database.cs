using System.Data.Common;
using Microsoft.Extensions.Options;

namespace Companion.Storage;

/// <summary>The one door to the database. A read sees one moment; a write is one transaction, on disk when its task completes.</summary>
/// <remarks>Faults of the engine leave in our words: <see cref="StorageUnavailableException"/>, <see cref="DuplicateException"/>.</remarks>
internal sealed partial class Database(IOptions<Settings> settings, IHostEnvironment environment, TimeProvider time, ILogger<Database> logger) : IAsyncDisposable
{
    static Database() => TypeHandlers.Register();

    public IEngine Engine { get; } = settings.Value.IsPostgres
        ? new PostgresEngine(settings.Value, logger)
        : new SqliteEngine(settings.Value, environment.ContentRootPath, time, logger);

    /// <summary>True for an engine whose file is one process's alone: whatever is claimed when it starts was claimed by a process that is gone.</summary>
    public bool ServesOneProcess => Engine.ServesOneProcess;

    /// <summary>Engines keep other processes out, or let them wait; this keeps two migrations of one process apart.</summary>
    public SemaphoreSlim OneMigration { get; } = new(1, 1);

    private readonly Remembered _remembered = new();

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct) => Engine.ReadAsync(read, ct);

    /// <summary>As <see cref="ReadAsync"/>, but what was read before is given again while none of the tables was written to. Never older than a write whose task has completed.</summary>
    /// <param name="what">Names the question, together with <paramref name="of"/>; the same for the same <paramref name="read"/> only.</param>
    /// <param name="tables">Every table that the answer depends on.</param>
    /// <param name="read">Its result must be one that nobody changes in place.</param>
    public Task<T> RememberAsync<T>(string what, Guid of, string[] tables, Func<DbConnection, Task<T>> read, CancellationToken ct) =>
        RecallAsync(what, of, tables, static _ => true, () => ReadAsync(read, ct));

    /// <summary>As <see cref="RememberAsync"/>, for what is made of several reads and holds for a time only.</summary>
    /// <param name="holds">False for a value that time has overtaken.</param>
    public async Task<T> RecallAsync<T>(string what, Guid of, string[] tables, Func<T, bool> holds, Func<Task<T>> make)
    {
        if (Engine.Changes is not { } changes)
            return await make();

        var stamp = changes.Stamp(tables);
        if (_remembered.TryGet<T>(what, of, stamp, out var known) && holds(known))
            return known;

        var made = await make();
        _remembered.Keep(what, of, stamp, made);
        return made;
    }

    /// <summary>Runs the write, which may only await its own commands, and does not commit: that is done here. It runs again when others got in its way.</summary>
    /// <remarks>What it reads may change before it writes, unless it is read with <see cref="ForUpdate"/>.</remarks>
    /// <exception cref="StorageUnavailableException">Nothing was saved, and the message says why.</exception>
    /// <exception cref="DuplicateException">A unique key was met twice. Inside the write itself it is still the engine's own exception.</exception>
    /// <exception cref="StaleWriteException">Others got in its way again and again.</exception>
    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken ct)
    {
        Task<T>? result = null;
        await Engine.WriteAsync((connection, transaction) => result = write(connection, transaction), ct);
        return await result!;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<DbConnection, DbTransaction, Task> write, CancellationToken ct) => Engine.WriteAsync(write, ct);

    /// <summary>A write that adds what it does not find: when another process added it at the same moment, the second run finds it.</summary>
    public async Task<T> FindOrAddAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken ct)
    {
        try
        {
            return await WriteAsync(write, ct);
        }
        catch (DuplicateException)
        {
            return await WriteAsync(write, ct);
        }
    }

    /// <summary>The condition that a column is one of a list: <c>AnyOf("id", "ids")</c> with a parameter <c>ids</c>.</summary>
    /// <remarks>Not for instants or enums: Dapper sends the items of a list past its handlers.</remarks>
    public string AnyOf(string column, string parameter) => Engine.AnyOf(column, parameter);

    /// <summary>The end of a SELECT inside a write whose rows nobody else may change until it is done. Empty where writes never overlap.</summary>
    public string ForUpdate => Engine.ForUpdate;

    /// <summary>As <see cref="ForUpdate"/>, passing over rows that others hold.</summary>
    public string SkipTaken => Engine.SkipTaken;

    /// <summary>After something personal was erased: what still holds it on the disk is overwritten or emptied, where the engine can.</summary>
    /// <remarks>It never fails: the erasing itself is done, and what is left goes with the next checkpoint.</remarks>
    public async Task ScrubAsync()
    {
        try
        {
            if (!await Engine.ScrubAsync())
                NotScrubbed(null);
        }
        catch (StorageUnavailableException e)
        {
            NotScrubbed(e);
        }
    }

    /// <summary>Null when the database can be read and written, else a sentence that says what is wrong.</summary>
    public async Task<string?> ProbeAsync(CancellationToken ct)
    {
        try
        {
            await Engine.ReadAsync(connection => Dapper.SqlMapper.QueryAsync<string>(connection, Engine.TablesSql), ct);
            await Engine.ProbeAsync(ct);
            return null;
        }
        catch (StorageUnavailableException e)
        {
            return e.Message;
        }
    }

    [LoggerMessage(LogLevel.Warning, "What was erased may stand in the database's log until its next checkpoint.")]
    private partial void NotScrubbed(Exception? exception);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        OneMigration.Dispose();
    }
}
