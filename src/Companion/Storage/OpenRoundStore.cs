using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Dapper;

namespace Companion.Storage;

/// <summary>What people look at while a round is open: their own part of it, and how far it is. The others may be thousands.</summary>
internal sealed class OpenRoundStore(Database database, RoundStore rounds)
{
    private const string MineSql = """
        SELECT round_id, member_id, answered_at, only_facts FROM round_participants
         WHERE organisation_id = @organisation AND round_id = @round AND member_id = @member
        """;

    private const string OnlyMine = """
         AND EXISTS (SELECT 1 FROM round_participants p WHERE p.round_id = r.id AND p.member_id = @member)
        """;

    private const string MyOpenSql = RoundStore.Columns + " WHERE r.organisation_id = @organisation AND r.state = 'Open'" + OnlyMine + " ORDER BY r.number";

    /// <summary>The open rounds that ask one person, with that person as the only participant: others may be thousands.</summary>
    public Task<ImmutableArray<Round>> OpenForAsync(Guid organisation, Guid member, CancellationToken ct) =>
        rounds.LoadAsync(MyOpenSql, new { organisation, member }, MineSql, organisation, member, ct);

    /// <summary>A round by its number, with one person as the only participant, or none.</summary>
    public async Task<Round?> FindForAsync(Guid organisation, long number, Guid member, CancellationToken ct) =>
        (await rounds.LoadAsync(RoundStore.NumberSql, new { organisation, number }, MineSql, organisation, member, ct)).SingleOrDefault();

    private const string ProgressSql = """
        SELECT r.check_in_id, c.name, r.number, r.closes_at,
               (SELECT COUNT(p.answered_at) FROM round_participants p WHERE p.round_id = r.id) AS answered,
               (SELECT COUNT(1) FROM round_participants p WHERE p.round_id = r.id) AS asked
          FROM rounds r
          JOIN check_ins c ON c.id = r.check_in_id
         WHERE r.organisation_id = @organisation AND r.state = 'Open'
         ORDER BY r.number
        """;

    private static readonly string[] ProgressTables = ["rounds", "round_participants", "check_ins"];

    /// <summary>How far the open rounds are.</summary>
    public Task<ImmutableArray<RoundProgress>> ProgressAsync(Guid organisation, CancellationToken ct) => database.RememberAsync(
        "progress of rounds",
        organisation,
        ProgressTables,
        async connection => (await connection.QueryAsync<ProgressRow>(ProgressSql, new { organisation })).Select(r => r.ToProgress()).ToImmutableArray(),
        ct);

    private sealed record ProgressRow(Guid Check_In_Id, string Name, long Number, DateTimeOffset Closes_At, long Answered, long Asked)
    {
        public RoundProgress ToProgress() => new(Check_In_Id, Name, Number, Closes_At, (int)Answered, (int)Asked);
    }
}
