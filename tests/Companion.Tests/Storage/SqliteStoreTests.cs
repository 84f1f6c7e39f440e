using Companion.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Companion.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly SqliteSite _site = new();
    private Database? _database;

    private protected override Database Database => _database ??= _site.Open();

    public override async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _site.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task PrepareAsync() =>
        await new Migrator(Database, MigrationScript.Embedded(Database.Engine.Name), _site.Time, NullLogger<Migrator>.Instance).MigrateAsync(Ct);
}
