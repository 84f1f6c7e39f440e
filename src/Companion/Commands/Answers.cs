using System.Collections.Immutable;
using Companion.Core;
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
            : new Reply.Show(Card.Say("Not done", Part.Says(why.Reason)));

    public static Reply Errors(IEnumerable<Refusal> errors) =>
        new Reply.FieldErrors(errors.GroupBy(e => e.Field ?? "", StringComparer.Ordinal).ToImmutableSortedDictionary(g => g.Key, g => g.First().Reason, StringComparer.Ordinal));

    /// <summary>The unit somebody named by key or name.</summary>
    public static Outcome<Unit> Find(ImmutableArray<Unit> units, string word)
    {
        if (units.FirstOrDefault(u => Same(u.Key, word) || Same(u.Name, word)) is { } unit)
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

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
