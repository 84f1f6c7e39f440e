using Companion.Storage;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Teams;

/// <summary>Tenants and conversations as they show themselves: what is new or has moved is kept, so that messages find their way later.</summary>
internal sealed class Talks(ConnectionStore connections, ConversationStore conversations, IOptions<Settings> settings, TimeProvider time)
{
    private const int MostOfOne = 5000;

    // When somebody was last heard from is not needed to the hour.
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    /// <summary>A tenant that connected once; null for any other.</summary>
    public Task<Workspace?> FindAsync(string tenant, CancellationToken ct) => connections.FindAsync(People.Platform, tenant, ct);

    /// <summary>The tenant an activity comes from. One that installs the app, is named in the settings, or is heard again after it went quiet, connects.</summary>
    /// <remarks>A signed message alone makes nobody an organisation: whoever knows the app's id can have Teams send one.</remarks>
    /// <returns>The workspace as it was before, null for a new one; nothing for a tenant that nobody installed the app in.</returns>
    public async Task<Tenancy?> TenantAsync(Activity activity, string tenant, bool isInstalled, CancellationToken ct)
    {
        var known = await connections.FindAsync(People.Platform, tenant, ct);
        if (known is null && !isInstalled && !settings.Value.IsOurs(tenant))
            return null;
        if (known is null || known.IsQuiet)
        {
            var zone = People.Iana(activity.Zone) ?? "UTC";
            return new(await connections.ConnectAsync(new(People.Platform, tenant, known?.Name ?? "My organisation", zone, Details(activity), null), time.GetUtcNow(), ct), known);
        }

        // People that have no conversation yet are reached by the tenant's own address.
        if (!activity.IsPersonal && known.Details != Details(activity))
            await connections.SetDetailsAsync(known, Details(activity), ct);
        return new(known.Connection, known);
    }

    /// <summary>Keeps a conversation that is new, has moved, came back or was not heard from for long.</summary>
    /// <param name="isOurs">True when the bot itself was addressed there. A button on a card that somebody passed on, or a search while writing, comes from conversations in which the bot is not, and these are never kept.</param>
    /// <returns>As it was before; null for a new one.</returns>
    public async Task<Conversation?> KeepAsync(Connection connection, Activity activity, Guid? member, bool isOurs, CancellationToken ct)
    {
        var before = await conversations.FindAsync(connection.Id, activity.Place, ct);
        if (before is null && !isOurs)
            return null;

        var known = TalkDetails.Read(before?.Details);
        var details = new TalkDetails(
            activity.ServiceUrl!,
            activity.IsPersonal ? activity.From?.Id ?? known?.User : null,
            activity.Recipient?.Id,
            activity.ChannelData.Text("team", "id") ?? known?.Team,
            known?.AskedZone ?? false);
        var name = Name(activity) ?? before?.Name ?? "";
        if (before is null || before.InactiveReason is not null || details != known || name != before.Name || time.GetUtcNow() - before.SeenAt > Daily)
            await conversations.KeepAsync(connection, new(activity.Place, Kind(activity), activity.IsPersonal ? member : null, name, details.Write()), time.GetUtcNow(), ct);
        return before;
    }

    /// <summary>The person was asked for their time zone in this conversation, and is not asked again.</summary>
    public async Task AskedZoneAsync(Connection connection, string place, CancellationToken ct)
    {
        if (await conversations.FindAsync(connection.Id, place, ct) is { } talk && TalkDetails.Read(talk.Details) is { } details)
            await conversations.KeepAsync(connection, talk with { Details = (details with { AskedZone = true }).Write() }, time.GetUtcNow(), ct);
    }

    /// <summary>The bot was removed: from a conversation, with it from all channels of its team. Where nothing is left, the tenant goes quiet.</summary>
    public async Task LeftAsync(Connection connection, Activity activity, string reason, CancellationToken ct)
    {
        var team = activity.ChannelData.Text("team", "id");
        var active = await conversations.ActiveAsync(connection.Id, MostOfOne, ct);
        var gone = active.Where(c => c.External == activity.Place || (team is not null && TalkDetails.Read(c.Details)?.Team == team)).ToList();
        foreach (var talk in gone)
            await conversations.GoneAsync(connection.Id, talk.External, reason, ct);
        if (gone.Count == active.Count)
            await connections.QuietAsync(connection.Id, reason, forgetSecret: false, time.GetUtcNow(), ct);
    }

    /// <summary>A conversation takes nothing more.</summary>
    public Task GoneAsync(Connection connection, string place, string reason, CancellationToken ct) => conversations.GoneAsync(connection.Id, place, reason, ct);

    /// <summary>The address of a tenant.</summary>
    public static string? ServiceUrl(Workspace workspace) => TalkDetails.Read(workspace.Details)?.ServiceUrl;

    private static string Details(Activity activity) => new TalkDetails(activity.ServiceUrl!, null, activity.Recipient?.Id, null).Write();

    private static ConversationKind Kind(Activity activity) =>
        activity.IsPersonal ? ConversationKind.Personal
        : activity.Conversation?.ConversationType == "channel" ? ConversationKind.Channel
        : ConversationKind.Group;

    private static string? Name(Activity activity) =>
        activity.IsPersonal ? null
        : activity.ChannelData.Text("channel", "name") ?? activity.Conversation?.Name ?? (activity.ChannelData.Text("team", "name") is { } team && activity.ChannelData.Text("team", "id") == activity.Place ? $"{team}, General" : null);
}

/// <summary>The organisation an activity belongs to.</summary>
/// <param name="Before">As it was before the activity; null for one that began with it.</param>
internal sealed record Tenancy(Connection Connection, Workspace? Before);
