namespace Companion.Platforms.Slack;

/// <summary>What a card is drawn for.</summary>
/// <param name="Surface">Messages have room for 50 blocks and one table; views for 100 blocks and none.</param>
/// <param name="UserOf">The person of a member in this workspace; null when they have none here, and are shown by their name.</param>
internal sealed record Look(Surface Surface, Func<Guid, string?> UserOf)
{
    /// <summary>True where the workspace is known to accept the blocks of 2026, such as containers that open and close.</summary>
    public bool IsRich { get; init; }

    public int MostBlocks => Surface is Surface.Message ? 50 : 100;

    public static Look Plain(Surface surface) => new(surface, _ => null);
}

internal enum Surface
{
    Message,
    Modal,
    Home,
}
