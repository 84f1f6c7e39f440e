using System.Data.Common;
using Companion.Messages;
using Dapper;

namespace Companion.Storage;

/// <summary>Messages to whoever oversees the equalizer now.</summary>
internal sealed class StewardStore(Database database)
{
    private const string Sql = """
        SELECT id FROM members WHERE organisation_id = @organisation AND is_active = @yes AND is_steward = @yes
        """;

    /// <summary>Tells each steward something once.</summary>
    /// <param name="what">Unique for the occasion: the same is never told twice.</param>
    public Task TellAsync(Guid organisation, string what, Card card, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        (connection, transaction) => TellAsync(connection, transaction, organisation, what, card, now), ct);

    /// <inheritdoc cref="TellAsync(Guid, string, Card, DateTimeOffset, CancellationToken)" />
    public static async Task TellAsync(DbConnection connection, DbTransaction transaction, Guid organisation, string what, Card card, DateTimeOffset now)
    {
        var stewards = (await connection.QueryAsync<Guid>(Sql, new { organisation, yes = true }, transaction)).ToList();
        await connection.WriteAsync(new Effects(organisation, now) { Send = [.. stewards.Select(s => new Outgoing($"{what} to {s}", what, s, card, now, null))] }, transaction);
    }
}
