using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.Members;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>members</c>, <c>members page 2</c></summary>
internal sealed record ListMembers(int Page) : Command;

/// <summary><c>members add Sam, Kim</c></summary>
internal sealed record AddMembers(string Names) : Command;

/// <summary><c>members remove Kim</c></summary>
internal sealed record RemoveMember(string Name) : Command;

/// <summary>Who belongs to the organisation.</summary>
internal sealed class KeepMembersHandler(PersonStore people, UnitStore units)
{
    private const int LongestName = 80;
    private const int MostAtOnce = 200;

    public async Task<Reply> ListAsync(ListMembers command, Caller caller, CancellationToken ct) =>
        new Reply.Show(PeopleView.Members(caller.Members, await units.AllAsync(caller.Organisation.Id, ct), command.Page, caller.IsSteward));

    public async Task<Reply> AddAsync(AddMembers command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("members.stewards-only", "Only a steward adds members."));
        if (Names(command.Names, caller).IsRefused(out var why, out var names))
            return Answers.Refused(why);
        var returning = caller.Gone.Where(g => g.Name != Member.Forgotten && names.All.Contains(g.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        var strangers = names.All.Where(n => returning.TrueForAll(r => !string.Equals(r.Name, n, StringComparison.OrdinalIgnoreCase))).ToList();
        // A chat with accounts knows its people: they come in when they are met, with an account that can be reached.
        if (caller.Input.KeepsHistory && strangers.Count > 0)
            return Answers.Refused(new("members.met", "The people of this chat become members by themselves: when they first speak to me, when they are asked, or when somebody names them here with an @mention."));

        var reply = new Reply.Done(PeopleView.Added(names.All));
        var newcomers = strangers.Select(n => NewMember.Called(n, caller.Organisation.Zone, caller.Now)).ToList();
        var back = names.All.Length == 1 ? $"members remove {names.All[0]}" : null;
        await people.AddAsync(newcomers, [.. returning.Select(r => r.Id)], caller.Input.ConnectionId, caller.Effects(reply, "new members", "members", back), ct);
        return reply;
    }

    public async Task<Reply> RemoveAsync(RemoveMember command, Caller caller, CancellationToken ct)
    {
        if (Answers.FindMember(caller.Members, command.Name).IsRefused(out var why, out var member))
            return Answers.Refused(why);
        if (!caller.IsSteward && member.Id != caller.Id)
            return Answers.Refused(new("members.stewards-only", "Only a steward removes others."));
        // Stewardship ends by a decision only, which also sees to it that somebody is left.
        if (member.IsSteward)
            return Answers.Refused(new("members.steward", $"{member.Name} is a steward. Hand stewardship over first, which is a decision: stewards {caller.AnotherSteward(member.Id)} because ..."));
        var owned = (await units.AllAsync(caller.Organisation.Id, ct)).Where(u => u.Owners.Contains(member.Id)).Select(u => u.Key).ToList();
        if (owned.Count > 0)
            return Answers.Refused(new("members.owner", $"{member.Name} still answers for {string.Join(", ", owned)}. Hand that over first: owners {owned[0]}."));

        var reply = new Reply.Done(PeopleView.Left(member.Name));
        await people.LeaveAsync(member.Id, caller.Effects(reply, $"the membership of {member.Name}", "members", null), ct);
        return reply;
    }

    private static Outcome<NameList> Names(string list, Caller caller)
    {
        var names = MemberNames.Split(list);
        if (names.IsEmpty)
            return new Refusal("members.who", "Who? Write members add Sam, Kim.");
        if (names.Length > MostAtOnce)
            return new Refusal("members.many", $"Up to {MostAtOnce} people can be added at once.");
        if (names.Any(n => n.Length > LongestName))
            return new Refusal("members.long", $"A name has up to {LongestName} characters; separate names by commas.");

        return names.FirstOrDefault(n => caller.Members.Any(m => string.Equals(m.Name, n, StringComparison.OrdinalIgnoreCase))) is { } taken
            ? new Refusal("members.taken", $"{taken} is a member already; add an initial to tell two people apart.")
            : new NameList(names);
    }

    private sealed record NameList(ImmutableArray<string> All);
}
