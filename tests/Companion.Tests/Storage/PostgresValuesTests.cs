using Companion.Storage;
using Dapper;

namespace Companion.Tests.Storage;

public sealed class PostgresValuesTests : ValuesContract
{
    private PostgresSite _site = null!;
    private Database? _database;

    private protected override Database Database => _database ??= _site.Open();

    private protected override string TableSql => """
        CREATE TABLE samples (
            id           uuid        NOT NULL PRIMARY KEY,
            at           timestamptz NOT NULL,
            day          date        NOT NULL,
            amount       numeric     NOT NULL,
            flag         boolean     NOT NULL,
            number       bigint      NOT NULL,
            name         text        NOT NULL,
            ended_at     timestamptz,
            parent_id    uuid,
            ended_on     date,
            ended_amount numeric
        )
        """;

    public override async ValueTask InitializeAsync()
    {
        _site = await PostgresSite.NewAsync(Ct);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_instant_without_a_value_may_stand_where_its_type_is_not_known()
    {
        DateTimeOffset? none = null;

        Assert.Null(await Database.ReadAsync(c => c.ExecuteScalarAsync<DateTimeOffset?>("SELECT ended_at FROM samples WHERE ended_at = @none", new { none }), Ct));
    }
}
