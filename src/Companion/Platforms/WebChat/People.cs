using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.Members;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.WebChat;

/// <summary>Who one can be in the local web chat.</summary>
internal sealed class People(OrganisationStore organisations, MemberStore members, UnitStore units, PostStore posts, TimeProvider time)
{
    public const string Platform = "webchat";
    private const int LongestName = 80;
    private const int MostPeople = 500;

    // It never changes once it is there.
    private Connection? _connection;

    /// <summary>The one connection of the local web chat; made with its organisation and a first steward when the database is new.</summary>
    public async Task<Connection> ConnectAsync(CancellationToken ct) => _connection ??= await FindOrMakeAsync(ct);

    private async Task<Connection> FindOrMakeAsync(CancellationToken ct)
    {
        if (await organisations.FindConnectionAsync(Platform, "local", ct) is { } connection)
            return connection;

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        try
        {
            return await organisations.AddAsync(Platform, "local", "My organisation", Zone(), new(id, id.ToString(), "You", true, Zone()), now, ct);
        }
        catch (DuplicateException e)
        {
            // Two first requests at once: the other one made it.
            return await organisations.FindConnectionAsync(Platform, "local", ct) ?? throw new InvalidOperationException("The local connection is gone.", e);
        }
    }

    public async Task<ImmutableArray<Person>> AllAsync(Connection connection, CancellationToken ct)
    {
        var everyone = await members.AllAsync(connection.OrganisationId, ct);
        var all = await units.AllAsync(connection.OrganisationId, ct);
        var people = ImmutableArray.CreateBuilder<Person>(everyone.Length);
        foreach (var member in everyone)
        {
            var unread = await posts.UnreadAsync(connection.Id, member.Id, member.Id.ToString(), Receiver.General, ct);
            people.Add(new(member.Id, member.Name, RolesOf(member, all), member.Zone, unread.Values.Sum()));
        }

        return people.ToImmutable();
    }

    public async Task<Outcome<Person>> AddAsync(Connection connection, string? name, CancellationToken ct)
    {
        var trimmed = Keepable.Of(name ?? "").Trim();
        if (trimmed.Length is 0 or > LongestName)
            return new Refusal("person.name", $"A name has 1 to {LongestName} characters.", "name");

        var everyone = await members.AllAsync(connection.OrganisationId, ct);
        if (everyone.Any(m => string.Equals(m.Name, trimmed, StringComparison.OrdinalIgnoreCase)))
            return new Refusal("person.taken", "Somebody has that name already; add an initial to tell them apart.", "name");
        if (everyone.Length >= MostPeople)
            return new Refusal("person.many", $"The local web chat has room for {MostPeople} people.", "name");

        var organisation = await organisations.GetAsync(connection.OrganisationId, ct);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await members.AddAsync(organisation.Id, connection.Id, new(id, id.ToString(), trimmed, false, organisation.Zone), now, ct);
        return new Person(id, trimmed, [], organisation.Zone, 0);
    }

    private static ImmutableArray<string> RolesOf(Member member, ImmutableArray<Unit> all) =>
    [
        .. member.IsSteward ? ["steward"] : Array.Empty<string>(),
        .. all.Where(u => u.Owners.Contains(member.Id)).Select(u => $"owner of {u.Name}"),
    ];

    private static string Zone() => TimeZoneInfo.Local.HasIanaId && Zones.Find(TimeZoneInfo.Local.Id) is not null && TimeZoneInfo.Local.Id != "Etc/UTC" ? TimeZoneInfo.Local.Id : "UTC";
}

/// <summary>Somebody one can be.</summary>
internal sealed record Person(Guid Id, string Name, ImmutableArray<string> Roles, string Zone, long Unread);
