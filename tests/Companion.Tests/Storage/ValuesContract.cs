using Companion.Storage;
using Dapper;

namespace Companion.Tests.Storage;

/// <summary>Values come back as they went, alone and in lists, whichever engine is behind the door.</summary>
public abstract class ValuesContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private protected abstract Database Database { get; }

    /// <summary>A table <c>samples</c> with the columns of <see cref="Sample"/>, declared as migrations declare them.</summary>
    private protected abstract string TableSql { get; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => await Database.WriteAsync((c, t) => c.ExecuteAsync(TableSql, null, t), Ct);

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Every_kind_of_value_comes_back_as_it_went()
    {
        var sample = Sample.Of(Noon) with { Day = new DateOnly(2026, 12, 31), Amount = 0.1m, Flag = true, Number = long.MaxValue, Name = "Zoë 🎚️ مرحبا" };

        await AddAsync(sample);

        Assert.Equal([sample], await AllAsync());
    }

    [Fact]
    public async Task What_is_missing_comes_back_as_missing()
    {
        await AddAsync(Sample.Of(Noon));

        var missing = await Database.ReadAsync(
            c => c.QuerySingleAsync<Absent>("SELECT ended_at AS EndedAt, parent_id AS ParentId, ended_on AS EndedOn, ended_amount AS EndedAmount FROM samples"),
            Ct);

        Assert.Equal(new Absent(null, null, null, null), missing);
    }

    [Fact]
    public async Task An_empty_table_reads_as_no_rows_for_every_kind_of_column()
    {
        Assert.Empty(await AllAsync());
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("12345678.90")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-0.30")]
    [InlineData("5")]
    [InlineData("0")]
    public async Task A_decimal_is_exact(string text)
    {
        var amount = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        await AddAsync(Sample.Of(Noon) with { Amount = amount });

        Assert.Equal(amount, Assert.Single(await AllAsync()).Amount);
    }

    [Fact]
    public async Task An_instant_is_kept_in_utc_to_the_millisecond()
    {
        await AddAsync(Sample.Of(new DateTimeOffset(2026, 3, 2, 14, 0, 0, 123, TimeSpan.FromHours(2)).AddTicks(4567)));

        var at = Assert.Single(await AllAsync()).At;

        Assert.Equal(Noon.AddMilliseconds(123), at);
        Assert.Equal(TimeSpan.Zero, at.Offset);
    }

    [Fact]
    public async Task The_same_instant_is_found_whatever_its_offset()
    {
        await AddAsync(Sample.Of(Noon));

        var found = await CountAsync("at = @at", new { at = Noon.ToOffset(TimeSpan.FromHours(-7)) });

        Assert.Equal(1, found);
    }

    [Fact]
    public async Task Instants_are_ordered_by_time()
    {
        DateTimeOffset[] instants = [Noon.AddMilliseconds(1), Noon.AddYears(-30), Noon.ToOffset(TimeSpan.FromHours(9)), Noon.AddHours(-1), Noon.AddMilliseconds(100)];
        foreach (var instant in instants)
            await AddAsync(Sample.Of(instant));

        var ordered = await Database.ReadAsync(c => c.QueryAsync<DateTimeOffset>("SELECT at FROM samples ORDER BY at"), Ct);

        Assert.Equal(instants.Order(), ordered);
        Assert.Equal(2, await CountAsync("at < @at", new { at = Noon }));
    }

    [Fact]
    public async Task A_list_of_ids_finds_what_single_ids_find()
    {
        Sample[] samples = [Sample.Of(Noon), Sample.Of(Noon.AddDays(1)), Sample.Of(Noon.AddDays(2))];
        foreach (var sample in samples)
            await AddAsync(sample);

        var found = await CountAsync(Database.AnyOf("id", "ids"), new { ids = new[] { samples[0].Id, samples[2].Id } });

        Assert.Equal(2, found);
        Assert.Equal(1, await CountAsync("id = @id", new { id = samples[1].Id }));
    }

    [Fact]
    public async Task A_list_may_hold_texts_numbers_and_days()
    {
        await AddAsync(Sample.Of(Noon) with { Name = "here" });

        Assert.Equal(1, await CountAsync(Database.AnyOf("day", "list"), new { list = new[] { new DateOnly(2026, 3, 2) } }));
        Assert.Equal(1, await CountAsync(Database.AnyOf("name", "list"), new { list = new List<string> { "here", "there" } }));
        Assert.Equal(1, await CountAsync(Database.AnyOf("number", "list"), new { list = new long[] { 0, 7 } }));
    }

    [Fact]
    public async Task An_empty_list_finds_nothing()
    {
        await AddAsync(Sample.Of(Noon));

        Assert.Equal(0, await CountAsync(Database.AnyOf("id", "ids"), new { ids = Array.Empty<Guid>() }));
    }

    [Fact]
    public async Task Computed_columns_fit_a_record_too()
    {
        const string sql = """
            SELECT COUNT(*) AS Number,
                   MAX(at) AS Latest,
                   COUNT(*) > 0 AS Any
              FROM samples
            """;

        var none = await Database.ReadAsync(c => c.QuerySingleAsync<Summary>(sql), Ct);
        await AddAsync(Sample.Of(Noon));
        var one = await Database.ReadAsync(c => c.QuerySingleAsync<Summary>(sql), Ct);

        Assert.Equal(new Summary(0, null, Any: false), none);
        Assert.Equal(new Summary(1, Noon, Any: true), one);
    }

    [Fact]
    public async Task A_computed_value_that_is_missing_in_the_first_row_does_no_harm()
    {
        const string sql = """
            SELECT CASE WHEN number > 0 THEN name END AS Words,
                   CASE WHEN number > 0 THEN 0.5 END AS Share,
                   number AS Number
              FROM samples
             ORDER BY number
            """;
        await AddAsync(Sample.Of(Noon));
        await AddAsync(Sample.Of(Noon.AddDays(1)) with { Number = 1, Name = "second" });

        var rows = await Database.ReadAsync(c => c.QueryAsync<Maybe>(sql), Ct);

        Assert.Equal([new Maybe(null, null, 0), new Maybe("second", 0.5, 1)], rows);
    }

    private Task<int> AddAsync(Sample sample)
    {
        const string sql = """
            INSERT INTO samples (id, at, day, amount, flag, number, name)
            VALUES (@Id, @At, @Day, @Amount, @Flag, @Number, @Name)
            """;

        return Database.WriteAsync((c, t) => c.ExecuteAsync(sql, sample, t), Ct);
    }

    private Task<IEnumerable<Sample>> AllAsync() =>
        Database.ReadAsync(c => c.QueryAsync<Sample>("SELECT id, at, day, amount, flag, number, name FROM samples ORDER BY id"), Ct);

    private Task<long> CountAsync(string condition, object parameters) =>
        Database.ReadAsync(c => c.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM samples WHERE {condition}", parameters), Ct);

    private sealed record Sample(Guid Id, DateTimeOffset At, DateOnly Day, decimal Amount, bool Flag, long Number, string Name)
    {
        public static Sample Of(DateTimeOffset at) => new(Guid.CreateVersion7(at), at, new DateOnly(2026, 3, 2), 0, Flag: false, 0, "");
    }

    private sealed record Absent(DateTimeOffset? EndedAt, Guid? ParentId, DateOnly? EndedOn, decimal? EndedAmount);

    private sealed record Summary(long Number, DateTimeOffset? Latest, bool Any);

    private sealed record Maybe(string? Words, double? Share, long Number);
}
