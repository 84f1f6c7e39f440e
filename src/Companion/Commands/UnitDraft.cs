using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Companion.Core.Units;

namespace Companion.Commands;

/// <summary>What somebody wrote about a unit, read part by part.</summary>
internal static class UnitDraft
{
    public const int LongestName = 80;

    /// <summary>A name that no other unit has, nor a key made of it; a retired unit keeps both.</summary>
    public static string? Name(string? name, ImmutableArray<Unit> others, List<Refusal> errors)
    {
        if (name is null || name.Length > LongestName || KeyOf(name, []) is not { } key)
            errors.Add(new("units.name", $"Give it a name of up to {LongestName} characters, with letters, digits or a symbol.", "name"));
        else if (others.FirstOrDefault(u => string.Equals(u.Name, name, StringComparison.OrdinalIgnoreCase) || (Unit.KeyFrom(name).Length > 0 && (u.Key == key || Unit.KeyFrom(u.Name) == key))) is { } taken)
            errors.Add(new("units.taken", taken.RetiredAt is null ? "There is a unit of that name." : Comeback(taken), "name"));
        else
            return name;

        return null;
    }

    /// <summary>What stands in the way of a new unit that is called like a retired one.</summary>
    public static string Comeback(Unit retired) => $"{retired.Name} is retired and keeps its name. Bring it back with: units restore {retired.Key}.";

    /// <summary>The key of a unit to come; "gate" means the stability gate in every command, so no unit is called that. Null for a name that leaves nothing to make a key of.</summary>
    /// <param name="taken">The keys that there are, for names that are only symbols.</param>
    public static string? KeyOf(string name, IReadOnlyCollection<string> taken) => Unit.KeyFrom(name) switch
    {
        "" => UnitKey.ForSymbols(name, taken),
        "gate" or "page" => $"{Unit.KeyFrom(name)}-unit",
        var key => key,
    };

    public static ImmutableArray<Guid> Owners(string? list, ImmutableArray<Member> members, List<Refusal> errors)
    {
        if (list is null)
            return [];
        if (!Answers.FindMembers(members, list).IsRefused(out var why, out var owners))
            return owners.Ids;

        errors.Add(why with { Field = "owners" });
        return [];
    }

    /// <summary>The reason for a unit that comes: it moves nothing yet, so nobody has to give one.</summary>
    public static DecisionTexts Why(string? rationale, List<Refusal> errors)
    {
        if (rationale is not null && Ledger.Reason(rationale, Fields.None).IsRefused(out var why, out _))
            errors.Add(why);
        return new(rationale);
    }

    public static Harm? HarmOf(string? word) =>
        word is { Length: > 0 } && !char.IsAsciiDigit(word[0]) && Enum.TryParse<Harm>(word, ignoreCase: true, out var harm) && Enum.IsDefined(harm) ? harm : null;
}
