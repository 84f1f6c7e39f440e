using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.Members;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.WebChat;

/// <summary>What a person sees of their two conversations.</summary>
internal static class History
{
    public static async Task<LookAnswer> LookAsync(PostStore posts, Connection connection, Member reader, ImmutableArray<Member> everyone, string? where, long after, CancellationToken ct)
    {
        var zone = Zones.Find(reader.Zone) ?? TimeZoneInfo.Utc;
        var (direct, shown) = (reader.Id.ToString(), new List<ShownMessage>());
        foreach (var (name, place) in new[] { (Receiver.Direct, direct), (Receiver.General, Receiver.General) })
            if (where is null || where == name)
                shown.AddRange((await posts.AfterAsync(connection.Id, place, after, ct)).Select(p => Show(p, name, zone, everyone)));

        var unread = await posts.UnreadAsync(connection.Id, reader.Id, direct, Receiver.General, ct);
        return new(
            [.. shown.OrderBy(m => m.Cursor)],
            shown.Count == 0 ? after : shown.Max(m => m.Cursor),
            new(unread.GetValueOrDefault(direct), unread.GetValueOrDefault(Receiver.General)));
    }

    private static ShownMessage Show(KeptPost post, string where, TimeZoneInfo zone, ImmutableArray<Member> everyone) => new(
        post.Id,
        post.Cursor,
        where,
        post.AuthorId is { } author ? new($"{author}", everyone.FirstOrDefault(m => m.Id == author)?.Name ?? "somebody") : new("companion", "Companion"),
        post.At,
        post.Line is { } line ? Renderer.Said(line) : string.Concat(post.Cards.Select(c => Renderer.Render(c, zone))),
        post.Line ?? string.Join("\n\n", post.Cards.Select(c => PlainText.Render(c, zone))),
        post.Cards.IsDefaultOrEmpty ? null : post.Cards[0]);
}

internal sealed record PeopleAnswer(ImmutableArray<Person> People);

internal sealed record LookAnswer(ImmutableArray<ShownMessage> Messages, long Cursor, UnreadCounts Unread);

internal sealed record UnreadCounts(long Direct, long General);

internal sealed record ShownMessage(Guid Id, long Cursor, string In, Author From, DateTimeOffset At, string Html, string Text, Card? Card);

internal sealed record Author(string Id, string Name);

/// <summary>The answer to what was said: the reply as it is, as text and as HTML; all null when nobody spoke to Companion.</summary>
internal sealed record SaidAnswer(Reply? Reply, string Text, string Html)
{
    public static readonly SaidAnswer Nothing = new(null, "", "");

    public static SaidAnswer Of(Reply reply, TimeZoneInfo zone) => new(reply, PlainText.Render(reply, zone), Renderer.Render(reply, zone));
}
