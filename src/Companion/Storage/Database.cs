using System.Data.Common;
using Microsoft.Extensions.Options;

namespace Companion.Storage;

/// <summary>The one door to the database. A read sees one moment; a write is one transaction, on disk when its task completes.</summary>
/// <remarks>Faults of the engine leave in our words: <see cref="StorageUnavailableException"/>, <see cref="DuplicateException"/>.</remarks>
internal sealed class Database(IOptions<Settings> settings, IHostEnvironment environment, TimeProvider time, ILogger<Database> logger) : IAsyncDisposable
{
    static Database() => TypeHandlers.Register();

    public SqliteEngine Engine { get; } = new(settings.Value, environment.ContentRootPath, time, logger);

    /// <summary>True for an engine whose file is one process's alone: whatever is claimed when it starts was claimed by a process that is gone.</summary>
#pragma warning disable CA1822 // it depends on the engine in use
    public bool ServesOneProcess => true;
#pragma warning restore CA1822

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct) => Engine.ReadAsync(read, ct);

    /// <summary>Runs the write alone on the writer's connection. It may only await its own commands, and does not commit: that is done here.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was saved, and the message says why.</exception>
    /// <exception cref="DuplicateException">A unique key was met twice. Inside the write itself it is still the engine's own exception.</exception>
    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken ct)
    {
        Task<T>? result = null;
        await Engine.WriteAsync((connection, transaction) => result = write(connection, transaction), ct);
        return await result!;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<DbConnection, DbTransaction, Task> write, CancellationToken ct) => Engine.WriteAsync(write, ct);

    /// <summary>The condition that a column is one of a list: <c>AnyOf("id", "ids")</c> with a parameter <c>ids</c>.</summary>
    /// <remarks>Not for instants or enums: Dapper sends the items of a list past its handlers.</remarks>
#pragma warning disable CA1822 // what a list looks like depends on the engine in use
    public string AnyOf(string column, string parameter) => SqliteEngine.AnyOf(column, parameter);
#pragma warning restore CA1822

    /// <summary>Null when the database can be read and written, else a sentence that says what is wrong.</summary>
    public async Task<string?> ProbeAsync(CancellationToken ct)
    {
        try
        {
            await Engine.ReadAsync(static connection => Dapper.SqlMapper.QueryAsync<string>(connection, SqliteEngine.TablesSql), ct);
            await Engine.ProbeAsync(ct);
            return null;
        }
        catch (StorageUnavailableException e)
        {
            return e.Message;
        }
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
