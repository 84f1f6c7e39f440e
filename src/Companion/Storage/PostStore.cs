using System.Collections.Immutable;
using Companion.Messages;
using Dapper;

namespace Companion.Storage;

/// <summary>The history of chats that keep none themselves, and how far each person has read.</summary>
internal sealed class PostStore(Database database)
{
    /// <summary>The most posts one look returns.</summary>
    public const int Page = 200;

    private const string AfterSql = """
        SELECT id, place, author_id, at, line, cards, cursor
          FROM posts
         WHERE connection_id = @connection AND place = @place AND cursor > @after
         ORDER BY cursor DESC
         LIMIT @page
        """;

    /// <summary>The latest posts of a conversation after a cursor, in order.</summary>
    public Task<ImmutableArray<KeptPost>> AfterAsync(Guid connection, string place, long after, CancellationToken ct) => database.ReadAsync(
        async c => (await c.QueryAsync<Row>(AfterSql, new { connection, place, after, page = Page })).Select(r => r.ToPost()).Reverse().ToImmutableArray(), ct);

    public Task AddAsync(Guid organisation, IReadOnlyCollection<Post> posts, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var post in posts)
                await EffectsWriter.WritePostAsync(connection, organisation, post, transaction);
        },
        ct);

    private const string UnreadSql = """
        SELECT p.place AS Place, COUNT(1) AS Count
          FROM posts p
          LEFT JOIN read_marks r ON r.connection_id = p.connection_id AND r.place = p.place AND r.member_id = @member
         WHERE p.connection_id = @connection AND p.place IN (@direct, @channel)
           AND p.cursor > COALESCE(r.cursor, 0) AND (p.author_id IS NULL OR p.author_id <> @member)
         GROUP BY p.place
        """;

    /// <summary>How many posts of others a person has not read, by conversation.</summary>
    public Task<ImmutableDictionary<string, long>> UnreadAsync(Guid connection, Guid member, string direct, string channel, CancellationToken ct) => database.ReadAsync(
        async c => (await c.QueryAsync<(string Place, long Count)>(UnreadSql, new { connection, member, direct, channel }))
            .ToImmutableDictionary(r => r.Place, r => r.Count, StringComparer.Ordinal),
        ct);

    private const string ReadSql = """
        INSERT INTO read_marks (connection_id, member_id, place, organisation_id, cursor)
        VALUES (@connection, @member, @place, @organisation, @cursor)
        ON CONFLICT (connection_id, member_id, place) DO UPDATE SET cursor = excluded.cursor
         WHERE read_marks.cursor < excluded.cursor
        """;

    public Task MarkReadAsync(Guid organisation, Guid connection, Guid member, string place, long cursor, CancellationToken ct) => database.WriteAsync(
        (c, transaction) => c.ExecuteAsync(ReadSql, new { connection, member, place, organisation, cursor }, transaction), ct);

    private sealed record Row(Guid Id, string Place, Guid? Author_Id, DateTimeOffset At, string? Line, string? Cards, long Cursor)
    {
        public KeptPost ToPost() => new(Id, Place, Author_Id, At, Line, Cards is null ? [] : Json.Read<ImmutableArray<Card>>(Cards), Cursor);
    }
}

/// <summary>A post as it was kept.</summary>
internal sealed record KeptPost(Guid Id, string Place, Guid? AuthorId, DateTimeOffset At, string? Line, ImmutableArray<Card> Cards, long Cursor);
