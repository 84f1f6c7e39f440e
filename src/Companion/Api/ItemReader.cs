using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Companion.Commands;
using Companion.Core;

namespace Companion.Api;

/// <summary>Reads one measurement. Whatever is not as documented is refused by name: a mistyped field that was dropped would never be noticed.</summary>
internal static class ItemReader
{
    private const int LongestWord = 100;
    private const int LongestText = 1000;
    private const int LongestLink = 2000;
    private const int MostPlaces = 10;
    private const int MostCases = 1_000_000_000;

    private static readonly ImmutableArray<string> Fields = ["unit", "criterion", "value", "cases", "observedAt", "source", "link", "note", "places"];

    public static ReadItem Read(int index, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return new(null, [new(index, null, "item.shape", "A measurement is an object with unit, criterion and value.")]);

        var errors = new List<Refusal>();
        foreach (var name in item.EnumerateObject().Select(p => Safe(p)).Where(n => n is null || !Fields.Contains(n, StringComparer.Ordinal)).Take(5))
            errors.Add(new("field.unknown", $"There is no field \"{Short(name)}\". There is {string.Join(", ", Fields)}.", Short(name)));

        var unit = Text(item, "unit", LongestWord, errors, isRequired: true);
        var criterion = Text(item, "criterion", LongestWord, errors, isRequired: true);
        var (value, isYesNo) = Value(item, errors);
        var read = new HandedIn(index, unit ?? "", criterion ?? "", value, isYesNo)
        {
            Cases = Cases(item, errors),
            ObservedAt = Moment(item, errors),
            Source = Text(item, "source", LongestWord, errors),
            Link = Link(item, errors),
            Note = Text(item, "note", LongestText, errors),
            Places = Places(item, errors),
        };
        return errors.Count == 0 ? new(read, []) : new(null, [.. errors.Select(e => new ItemError(index, e.Field, e.Code, e.Reason))]);
    }

    private static (decimal?, bool) Value(JsonElement item, List<Refusal> errors)
    {
        if (!item.TryGetProperty("value", out var value))
            errors.Add(new("value.missing", "Every measurement has a value: a number, true or false, or null for \"it was looked at and cannot be told\".", "value"));
        else if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return (value.GetBoolean() ? 1 : 0, true);
        else if (value.ValueKind == JsonValueKind.Number && Number(value) is { } number)
            return (number, false);
        else if (value.ValueKind == JsonValueKind.Number)
            errors.Add(new("value.range", "The number is too large to be a measurement.", "value"));
        else if (value.ValueKind != JsonValueKind.Null)
            errors.Add(new("value.kind", "A value is a JSON number, true, false or null: no text, no NaN, no infinity.", "value"));

        return (null, false);
    }

    // Six decimals are finer than anything that is measured here, and every database keeps them exactly.
    private static decimal? Number(JsonElement value) => value.TryGetDecimal(out var number) && Math.Abs(number) < 1_000_000_000_000 ? Math.Round(number, 6) : null;

    private static int? Cases(JsonElement item, List<Refusal> errors)
    {
        if (!Has(item, "cases", out var cases))
            return null;
        if (cases.ValueKind == JsonValueKind.Number && cases.TryGetInt32(out var count) && count is >= 0 and <= MostCases)
            return count;

        errors.Add(new("cases.kind", "cases is a whole number, 0 or above: how many cases stand behind the value.", "cases"));
        return null;
    }

    private static DateTimeOffset? Moment(JsonElement item, List<Refusal> errors)
    {
        if (!Has(item, "observedAt", out _))
            return null;
        var text = Text(item, "observedAt", LongestWord, errors);
        if (text is null)
            return null;
        // With a zone or as a day in UTC: a local time of somewhere says no moment.
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            return at;

        errors.Add(new("observed.form", "observedAt is an RFC 3339 instant with its zone, such as 2026-03-03T15:00:00Z, or a day such as 2026-03-03.", "observedAt"));
        return null;
    }

    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private static string? Link(JsonElement item, List<Refusal> errors)
    {
        var link = Text(item, "link", LongestLink, errors);
        if (link is null || (Uri.TryCreate(link, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)))
            return link;

        errors.Add(new("link.form", "link is an http or https address.", "link"));
        return null;
    }

    private static ImmutableArray<string>? Places(JsonElement item, List<Refusal> errors)
    {
        if (!Has(item, "places", out var places))
            return null;
        if (places.ValueKind != JsonValueKind.Array || places.GetArrayLength() > MostPlaces)
        {
            errors.Add(new("places.form", $"places is an array of up to {MostPlaces} sentences: where a change would help most.", "places"));
            return null;
        }

        var texts = places.EnumerateArray().Select(p => TextOf(p)).ToList();
        if (texts.TrueForAll(t => t is { Length: > 0 and <= LongestText } && IsPlain(t)))
            return texts.Count == 0 ? null : [.. texts.OfType<string>()];

        errors.Add(new("places.form", $"Each place is a sentence of up to {LongestText:N0} characters.", "places"));
        return null;
    }

    private static string? Text(JsonElement item, string name, int longest, List<Refusal> errors, bool isRequired = false)
    {
        if (!Has(item, name, out var element))
        {
            if (isRequired)
                errors.Add(new($"{name}.missing", $"Every measurement names its {name}.", name));
            return null;
        }

        if (TextOf(element)?.Trim() is { Length: > 0 } text && text.Length <= longest && IsPlain(text))
            return text;

        errors.Add(new($"{name}.form", $"{name} is a text of 1 to {longest:N0} characters without control characters.", name));
        return null;
    }

    private static bool Has(JsonElement item, string name, out JsonElement value) => item.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static bool IsPlain(string text) => text.All(c => !char.IsControl(c) || c is '\n' or '\t');

    // Half a surrogate pair, or bytes that are no UTF-8, are no text.
    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Safe(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Short(string? name) => name is null ? "?" : name.Length > 40 ? $"{name[..40]}…" : name;
}

/// <summary>One item as it was read, or what is wrong with it.</summary>
internal sealed record ReadItem(HandedIn? Item, ImmutableArray<ItemError> Errors);
