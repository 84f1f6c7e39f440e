using System.Data.Common;
using Companion.Storage;
using Companion.Tests.Faults;
using Companion.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Companion.Tests.CommandLine;

/// <summary>A SQLite file of an organisation that has lived for a month.</summary>
internal static class Lived
{
    /// <param name="file">Where it is made.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="everyTable">Also puts a row into tables that nothing came into.</param>
    public static async Task MakeAsync(string file, CancellationToken ct, bool everyTable = true)
    {
        using (var app = new App(Team.Monday, file))
        {
            using var http = app.CreateClient();
            var steward = await Team.SetUpAsync(http, ct);
            var ben = await ChatPerson.NamedAsync(http, "Ben", ct);
            await ben.SubmitAsync("evidence contributors", new() { ["criterion"] = "first-response", ["value"] = "100" }, ct);
            await ben.SubmitAsync("target contributors", new() { ["target"] = "80", ["rationale"] = "Because ünïcödé 🎚️ counts." }, ct, key: "target");
            await ben.SayAsync("timeoff 2026-02-20", ct);
            await ben.SayAsync("@companion hello", ct);
            await steward.SayAsync("checkin now", ct);
            await ben.SubmitAsync("answer", new() { ["contributors/first-response"] = "50", ["contributors/active-outside"] = "3", ["contributors/active-outside.note"] = "counted" }, ct);
            await app.AdvanceToAsync(Team.Monday.AddDays(30), ct);
            await ben.SubmitAsync("decide contributors step-back", new() { ["to"] = "20", ["rationale"] = "We went too far.", ["effect"] = "less", ["cost"] = "none", ["review"] = "2026-05-04" }, ct);
            if (everyTable)
            {
                // No earlier schema knew of a retired unit.
                await steward.SubmitAsync("units add", new() { ["name"] = "Grants", ["basis"] = "scratch" }, ct);
                Assert.Equal("done", (await steward.SayAsync("units retire grants because it came in by mistake", ct)).Kind);
            }
        }

        if (!everyTable)
            return;

        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await FillAsync(connection);
    }

    public static async Task<ILookup<string, Column>> ColumnsAsync(DbConnection sqlite) =>
        (await sqlite.QueryAsync<Column>("""
            SELECT m.name AS TableName, c.name AS Name, c.type AS Type, COALESCE(f."table", '') AS Needs, COALESCE(f."to", '') AS NeedsColumn
              FROM sqlite_master m
              JOIN pragma_table_info(m.name) c
              LEFT JOIN pragma_foreign_key_list(m.name) f ON f."from" = c.name
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'schema_versions'
            """)).DistinctBy(c => (c.TableName, c.Name)).ToLookup(c => c.TableName, StringComparer.Ordinal);

    /// <summary>A row for every table that has none; whatever a table of tomorrow may be called.</summary>
    private static async Task FillAsync(DbConnection connection)
    {
        var tables = await ColumnsAsync(connection);
        var organisation = await connection.ExecuteScalarAsync<string>("SELECT id FROM organisations");
        foreach (var table in tables)
        {
            if (await connection.ExecuteScalarAsync<long>($"SELECT COUNT(1) FROM {table.Key}") > 0)
                continue;

            var columns = table.Where(c => c.Name != "position" || c.Type != "INTEGER" || table.Key != "facts").ToList();
            var values = new DynamicParameters();
            foreach (var column in columns)
                values.Add(column.Name, await ValueAsync(connection, column, organisation!));
            await connection.ExecuteAsync($"INSERT INTO {table.Key} ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", columns.Select(c => $"@{c.Name}"))})", values);
        }
    }

    private static async Task<object?> ValueAsync(DbConnection connection, Column column, string organisation) => column switch
    {
        { Name: "organisation_id" } => organisation,
        { Needs: not "" } => await connection.ExecuteScalarAsync<string?>($"SELECT \"{(column.NeedsColumn is "" ? "id" : column.NeedsColumn)}\" FROM {column.Needs} LIMIT 1"),
        { Name: "id" or "claimed_by" or "decided_by" or "member_id" } => Guid.CreateVersion7(Team.Monday).ToString().ToUpperInvariant(),
        { Type: "INTEGER" } => 1,
        { Name: var name } when name.EndsWith("_at", StringComparison.Ordinal) || name is "claimed_until" or "at" => "2026-01-05T08:00:00.123Z",
        { Name: var name } when name.EndsWith("_day", StringComparison.Ordinal) || name is "day" => "2026-01-05",
        _ => "{}",
    };

    internal sealed record Column(string TableName, string Name, string Type, string Needs, string NeedsColumn);
}
