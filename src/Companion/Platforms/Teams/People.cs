using Companion.Chat;
using Companion.Core;
using Companion.Storage;

namespace Companion.Platforms.Teams;

/// <summary>Who the people are that Teams shows us. They are known by their Entra id, which no reinstall changes.</summary>
internal sealed partial class People(IdentityStore identities, InviteeStore groups, Connector connector, TimeProvider time, ILogger<People> logger)
{
    public const string Platform = "teams";

    /// <summary>Whoever is in a larger team becomes a member when they speak or are mentioned, not because of the team.</summary>
    public const int RosterAtMost = 100;

    private static readonly TimeSpan AskEvery = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(3);

    /// <summary>Meets whoever sent an activity: a new person becomes a member, a known one gets a new name or zone.</summary>
    /// <param name="mayBegin">True for whoever installed the bot.</param>
    /// <returns>The member.</returns>
    public async Task<Guid> MeetAsync(Connection connection, Route route, Activity activity, Account account, bool mayBegin, CancellationToken ct) =>
        (await MeetAsync(connection, route, activity, account, mayBegin, isHurried: false, mustBeSeen: false, ct))!.Value;

    /// <summary>Meets whoever waits for an answer inside the request: Teams is asked only about a stranger.</summary>
    /// <param name="mustBeSeen">True where the bot may not be: there a roster that cannot be read says nothing about a stranger, who could be a guest.</param>
    /// <returns>The member; null for a stranger about whom nothing is known.</returns>
    public Task<Guid?> MeetHurriedAsync(Connection connection, Route route, Activity activity, bool mayBegin, bool mustBeSeen, CancellationToken ct) =>
        MeetAsync(connection, route, activity, activity.From!, mayBegin, isHurried: true, mustBeSeen, ct);

    private async Task<Guid?> MeetAsync(Connection connection, Route route, Activity activity, Account account, bool mayBegin, bool isHurried, bool mustBeSeen, CancellationToken ct)
    {
        var person = account.Person!;
        var zone = account == activity.From ? Iana(activity.Zone) : null;
        var known = await identities.KnownAsync(connection, person, ct);
        var isFresh = known is { CheckedAt: { } at } && time.GetUtcNow() - at < AskEvery;
        if (known is not null && (isFresh || isHurried) && !mayBegin && (zone is null || zone == known.Zone))
            return known.Member;

        // Teams' word on somebody is asked for once a week; what it said last counts until then.
        var seen = isFresh ? null : await LookAsync(route, activity.Place, account.Id!, ct);
        if (seen is null && known is null && mustBeSeen)
            return null;

        var isGuest = seen?.IsGuest ?? known?.IsGuest ?? false;
        var name = Name(seen?.Name) ?? Name(account.Name) ?? known?.Name ?? "Somebody";
        return await identities.MeetAsync(connection, new(person, name, zone, isGuest, IsAdmin: false, mayBegin), time.GetUtcNow(), ct);
    }

    /// <summary>Somebody whose Entra id an activity leaves out, as the roster knows them; null when it does not.</summary>
    /// <remarks>Mentions name people only in the bot's own words, which would make a second person of the same one.</remarks>
    public async Task<Account?> ResolveAsync(Route route, string conversation, Account account, CancellationToken ct) =>
        account.AadObjectId is { Length: > 0 } ? account
        : account.Id is { Length: > 0 } id && await LookAsync(route, conversation, id, ct) is { } seen ? account with { AadObjectId = seen.Person, Name = Name(account.Name) ?? seen.Name }
        : null;

    /// <summary>Meets everybody in a team or chat that is small enough. Check-ins can ask it as a group from then on.</summary>
    /// <param name="name">What the team or chat is called.</param>
    /// <returns>How many there are; null for more than that, or when the roster could not be read.</returns>
    public async Task<int?> MeetAllAsync(Connection connection, Route route, string conversation, string name, CancellationToken ct)
    {
        try
        {
            var roster = await connector.RosterAsync(route, conversation, RosterAtMost + 1, ct);
            if (roster.Count > RosterAtMost)
                return null;

            var met = new List<Guid>();
            foreach (var member in roster)
                if (!await identities.HasLeftAsync(connection, member.Person, ct))
                    met.Add(await identities.MeetAsync(connection, new(member.Person, Name(member.Name) ?? "Somebody", null, member.IsGuest, IsAdmin: false, MayBegin: false), time.GetUtcNow(), ct));
            await groups.KeepGroupAsync(connection, conversation, name, [.. met.Distinct()], time.GetUtcNow(), ct);
            return roster.Count;
        }
        catch (SendException e)
        {
            RosterNotRead(e.Code);
            return null;
        }
    }

    /// <summary>A zone as the calendar knows it; null for what it does not know.</summary>
    public static string? Iana(string? zone) => zone is { Length: > 0 } && Zones.Find(zone) is { } found
        ? found.HasIanaId ? found.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(found.Id, out var iana) ? iana : null
        : null;

    private async Task<RosterMember?> LookAsync(Route route, string conversation, string person, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(LongestLook);
        try
        {
            return await connector.MemberAsync(route, conversation, person, limit.Token);
        }
        catch (SendException e)
        {
            RosterNotRead(e.Code);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            RosterNotRead("slow");
        }

        return null;
    }

    private static string? Name(string? name) => string.IsNullOrWhiteSpace(name) ? null : name;

    [LoggerMessage(LogLevel.Debug, "A roster could not be read: {Code}.")]
    private partial void RosterNotRead(string code);
}
