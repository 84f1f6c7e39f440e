using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Companion.Storage;

/// <summary>Copies an organisation with all that is its own into a PostgreSQL database: in one transaction, read back and compared before it is committed.</summary>
/// <remarks>It asks the database which tables there are, so that none can be forgotten. Every row belongs to one organisation: that is what makes it possible.</remarks>
internal sealed class OrganisationCopy(Database from, Database to)
{
    /// <summary>What is computed from the rest, and refers to places that a copy does not keep.</summary>
    private static readonly ImmutableArray<string> Computed = ["checkpoints"];

    /// <exception cref="DuplicateException">One of its chats or the organisation itself is there already; nothing was copied.</exception>
    /// <exception cref="InvalidDataException">A value cannot be kept there, or came out different; nothing was copied.</exception>
    /// <returns>How many rows each table got.</returns>
    public Task<ImmutableArray<CopiedTable>> RunAsync(Guid organisation, CancellationToken ct) => from.ReadAsync(
        source => to.WriteAsync(
            async (target, _) =>
            {
                var copied = ImmutableArray.CreateBuilder<CopiedTable>();
                foreach (var table in await TablesAsync((NpgsqlConnection)target))
                    copied.Add(await CopyAsync(table, organisation, source, (NpgsqlConnection)target, ct));
                return copied.ToImmutable();
            },
            ct),
        ct);

    private static async Task<CopiedTable> CopyAsync(CopyTable table, Guid organisation, DbConnection source, NpgsqlConnection target, CancellationToken ct)
    {
        var sent = new RowSum();
        await using (var rows = await source.ExecuteReaderAsync(new CommandDefinition(table.SelectSql, new { organisation }, cancellationToken: ct)))
        await using (var import = await target.BeginBinaryImportAsync(table.ImportSql, ct))
        {
            while (await rows.ReadAsync(ct))
                await import.WriteRowAsync(ct, sent.Add(table.Columns.Select((column, i) => column.Read(rows.GetValue(i))).ToArray()));
            await import.CompleteAsync(ct);
        }

        var arrived = new RowSum();
        await using (var rows = await target.ExecuteReaderAsync(new CommandDefinition(table.SelectSql, new { organisation }, cancellationToken: ct)))
            while (await rows.ReadAsync(ct))
                arrived.Add(table.Columns.Select((column, i) => column.Read(rows.GetValue(i))).ToArray());

        return arrived == sent
            ? new(table.Name, sent.Count)
            : throw new InvalidDataException($"{table.Name} came out different: {sent.Count} rows were sent, {arrived.Count} are there.");
    }

    public const string ColumnsSql = """
        SELECT c.relname AS Table, a.attname AS Name, format_type(a.atttypid, NULL) AS Type, a.attidentity <> '' AS IsPlace
          FROM pg_class c
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> 'schema_versions'
         ORDER BY c.relname, a.attnum
        """;

    private const string ReferencesSql = """
        SELECT DISTINCT c.relname AS Name, p.relname AS Needs
          FROM pg_constraint k
          JOIN pg_class c ON c.oid = k.conrelid
          JOIN pg_class p ON p.oid = k.confrelid
         WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace AND k.conrelid <> k.confrelid
        """;

    /// <summary>All tables that are copied, each after those it refers to.</summary>
    private static async Task<ImmutableArray<CopyTable>> TablesAsync(NpgsqlConnection target)
    {
        var tables = (await target.QueryAsync<CopyColumn>(ColumnsSql)).GroupBy(c => c.Table).ToDictionary(g => g.Key, g => new CopyTable(g.Key, [.. g]), StringComparer.Ordinal);
        var needs = (await target.QueryAsync<Reference>(ReferencesSql)).ToLookup(r => r.Name, r => r.Needs, StringComparer.Ordinal);
        var ordered = ImmutableArray.CreateBuilder<CopyTable>(tables.Count);
        while (tables.Count > 0)
        {
            var next = tables.Keys.Where(t => needs[t].All(n => !tables.ContainsKey(n))).Order(StringComparer.Ordinal).ToList();
            if (next.Count == 0)
                throw new InvalidOperationException($"{string.Join(", ", tables.Keys)} refer to each other in a circle: copy does not know where to begin.");
            foreach (var name in next)
                if (tables.Remove(name, out var table) && !Computed.Contains(name, StringComparer.Ordinal))
                    ordered.Add(table);
        }

        return ordered.ToImmutable();
    }

    private sealed record Reference(string Name, string Needs);
}

/// <summary>A table that was copied.</summary>
internal sealed record CopiedTable(string Name, long Rows);
