using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Members;
using Companion.Storage;

namespace Companion.Commands;

/// <summary>Whom a check-in asks, from names and to names.</summary>
internal sealed class InviteeNames(InviteeStore store)
{
    /// <summary>The people and groups of a list with commas; an empty list is everybody.</summary>
    public async Task<Outcome<Invitees>> ReadAsync(string? list, Caller caller, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(list))
            return Invitees.Everyone;

        var groups = await store.GroupsAsync(caller.Organisation.Id, ct);
        var (members, chosen) = (ImmutableArray.CreateBuilder<Guid>(), ImmutableArray.CreateBuilder<Guid>());
        foreach (var word in MemberNames.Split(list))
        {
            if (groups.FirstOrDefault(g => string.Equals(g.Name, word, StringComparison.OrdinalIgnoreCase)) is { } group)
                chosen.Add(group.Id);
            else if (Answers.FindMember(caller.Members, word).IsRefused(out var why, out var member))
                return why with { Field = "asks" };
            else
                members.Add(member.Id);
        }

        return new Invitees(members.ToImmutable(), chosen.ToImmutable());
    }

    /// <summary>How many members belong to an audience today.</summary>
    public async Task<int> CountAsync(Invitees asks, Caller caller, CancellationToken ct) =>
        asks.Among(caller.Members.Select(m => m.Id), await store.GroupsAsync(caller.Organisation.Id, ct)).Count;

    /// <summary>The same as somebody would write it.</summary>
    public async Task<Func<Invitees, string>> NamesAsync(Caller caller, CancellationToken ct)
    {
        var groups = await store.GroupsAsync(caller.Organisation.Id, ct);
        return audience => string.Join(", ", groups.Where(g => audience.Groups.Contains(g.Id)).Select(g => g.Name).Concat(audience.Members.Select(caller.NameOf)));
    }
}
