using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Members;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Views;

namespace Companion.Commands;

/// <summary>The short answers that many handlers give.</summary>
internal static class Answers
{
    /// <summary>A refusal: at its field when a form was submitted, else as a card.</summary>
    public static Reply Refused(Refusal why, Fields? fields = null) =>
        fields is { AreSubmitted: true } && why.Field is { } field
            ? new Reply.FieldErrors(ImmutableSortedDictionary<string, string>.Empty.Add(field, why.Reason))
            : new Reply.Show(Card.Say("Not done", Part.Says(why.Reason))) { IsRefusal = true };

    public static Reply Errors(IEnumerable<Refusal> errors) =>
        new Reply.FieldErrors(errors.GroupBy(e => e.Field ?? "", StringComparer.Ordinal).ToImmutableSortedDictionary(g => g.Key, g => g.First().Reason, StringComparer.Ordinal));

    /// <summary>The unit in use that somebody named by key or name; whoever names a retired one is told so.</summary>
    /// <param name="ever">The units with the retired ones.</param>
    public static Outcome<Unit> Find(ImmutableArray<Unit> ever, string word)
    {
        // What is in use comes first: a retired unit's name must not stand before another one's key.
        ImmutableArray<Unit> inUse = [.. ever.Where(u => u.RetiredAt is null)];
        return Exactly(inUse, word) is null && Exactly(ever, word) is { } retired ? Retired(retired) : FindEver(inUse, word);
    }

    /// <summary>True for the whole key or name, as what cannot be guessed wants it.</summary>
    public static bool IsWhole(Unit unit, string word) => Exactly([unit], word) is not null;

    /// <summary>The same for "gate", which is read beside any unit.</summary>
    public static Outcome<UnitOrGate> FindWithGate(ImmutableArray<Unit> ever, string word)
    {
        if (Same(word, Questionnaire.GateKey) && ever.FirstOrDefault(u => u.RetiredAt is null) is { } first)
            return new UnitOrGate(first, true);

        return Find(ever, word).IsRefused(out var why, out var unit) ? why : new UnitOrGate(unit, false);
    }

    public static Refusal Retired(Unit unit) => new("unit.retired", $"{unit.Name} is retired: nobody is asked about it, and nothing moves it. A steward brings it back with: units restore {unit.Key} because ...");

    private static Unit? Exactly(ImmutableArray<Unit> units, string word) =>
        units.FirstOrDefault(u => Same(u.Key, word)) ?? units.FirstOrDefault(u => Same(u.Name, word)) ?? units.FirstOrDefault(u => u.Key == Unit.KeyFrom(word));

    /// <summary>The unit somebody named, retired or not, as history knows both.</summary>
    public static Outcome<Unit> FindEver(ImmutableArray<Unit> units, string word)
    {
        if (Exactly(units, word) is { } unit)
            return unit;
        if (units.Where(u => u.Key.StartsWith(word, StringComparison.OrdinalIgnoreCase)).ToList() is [var only])
            return only;
        if (units.IsEmpty)
            return new Refusal("unit.none", "There is no unit yet. A steward starts with: setup.");

        var shown = word.Length > 40 ? $"{word[..40]}…" : word;
        var nearest = WordDistance.Nearest(word, units.Select(u => u.Key));
        return new Refusal("unit.unknown", nearest is null
            ? $"There is no unit \"{shown}\". There is {string.Join(", ", units.Select(u => u.Key))}."
            : $"There is no unit \"{shown}\". Did you mean {nearest}?");
    }

    /// <summary>The member somebody named: in full, by the first name, or by how the name begins; with or without an @.</summary>
    public static Outcome<Member> FindMember(ImmutableArray<Member> members, string word)
    {
        var name = MemberNames.Plain(word);
        if (name.Length > 0 && (members.FirstOrDefault(m => Same(m.Name, name)) ?? members.FirstOrDefault(m => Same(MemberNames.Plain(m.Name), name))) is { } exact)
            return exact;

        var near = name.Length == 0 ? [] : members.Where(m => MemberNames.Plain(m.Name).StartsWith(name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        if (near is [var only])
            return only;
        var shown = name.Length > 40 ? $"{name[..40]}…" : name;
        return near.Count > 1
            ? new Refusal("member.ambiguous", $"There is more than one \"{shown}\". Write the name in full; see members.")
            : new Refusal("member.unknown", $"Nobody here is called \"{shown}\". See members.");
    }

    /// <summary>The members of a list as people paste it; "none" and "nobody" are nobody.</summary>
    public static Outcome<MemberList> FindMembers(ImmutableArray<Member> members, string list)
    {
        if (Same(list.Trim(), "none") || Same(list.Trim(), "nobody"))
            return new MemberList([]);

        var found = ImmutableArray.CreateBuilder<Guid>();
        foreach (var word in MemberNames.Split(list))
        {
            if (FindMember(members, word).IsRefused(out var why, out var member))
                return why;
            if (!found.Contains(member.Id))
                found.Add(member.Id);
        }

        return new MemberList(found.ToImmutable());
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What somebody named.</summary>
/// <param name="Unit">The unit, or for the stability gate the one it is read beside.</param>
internal sealed record UnitOrGate(Unit Unit, bool IsGate);

/// <summary>Members somebody named.</summary>
internal sealed record MemberList(ImmutableArray<Guid> Ids);
