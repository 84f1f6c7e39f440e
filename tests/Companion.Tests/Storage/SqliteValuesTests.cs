using System.Data;
using Companion.Storage;
using Dapper;

namespace Companion.Tests.Storage;

public sealed class SqliteValuesTests : ValuesContract
{
    private readonly SqliteSite _site = new();

    public SqliteValuesTests() => Database = _site.Open();

    private protected override Database Database { get; }

    private protected override string TableSql => """
        CREATE TABLE samples (
            id           TEXT    NOT NULL PRIMARY KEY,
            at           TEXT    NOT NULL,
            day          TEXT    NOT NULL,
            amount       TEXT    NOT NULL,
            flag         INTEGER NOT NULL,
            number       INTEGER NOT NULL,
            name         TEXT    NOT NULL,
            ended_at     TEXT,
            parent_id    TEXT,
            ended_on     TEXT,
            ended_amount TEXT
        ) STRICT
        """;

    public override async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_decimal_in_a_column_that_rounds_is_refused_rather_than_read_wrong()
    {
        await Assert.ThrowsAsync<DataException>(() => Database.ReadAsync(c => c.QuerySingleAsync<decimal>("SELECT 0.1"), Ct));
    }

    [Fact]
    public async Task An_instant_is_text_of_one_width()
    {
        var at = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(1));

        Assert.Equal("2026-03-02T08:00:00.000Z", await Database.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT @at", new { at }), Ct));
    }
}
