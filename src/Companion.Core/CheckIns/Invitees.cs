using System.Collections.Immutable;

namespace Companion.Core.CheckIns;

/// <summary>Who is asked for opinions: some members and the members of some groups; without either, everybody.</summary>
public sealed record Invitees(ImmutableArray<Guid> Members, ImmutableArray<Guid> Groups)
{
    /// <summary>Everybody in the organisation.</summary>
    public static readonly Invitees Everyone = new([], []);

    /// <summary>True when nobody in particular is named.</summary>
    public bool IsEveryone => Members.IsEmpty && Groups.IsEmpty;

    /// <summary>True when a member belongs to it.</summary>
    /// <param name="groups">The groups as they are now.</param>
    public bool Includes(Guid member, IEnumerable<MemberGroup> groups) =>
        IsEveryone || Members.Contains(member) || groups.Any(g => Groups.Contains(g.Id) && g.Members.Contains(member));

    /// <summary>Those of <paramref name="everybody"/> who belong to it.</summary>
    public ImmutableHashSet<Guid> Among(IEnumerable<Guid> everybody, IEnumerable<MemberGroup> groups)
    {
        var named = Members.Concat(groups.Where(g => Groups.Contains(g.Id)).SelectMany(g => g.Members)).ToHashSet();
        return [.. everybody.Where(m => IsEveryone || named.Contains(m))];
    }
}

/// <summary>A group of members as a platform keeps it.</summary>
public sealed record MemberGroup(Guid Id, string Name, ImmutableArray<Guid> Members);
