using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Companion.Core.Members;

namespace Companion.Storage;

/// <summary>Takes a person's names and texts out of what was shown: out of cards as they are kept, and out of typed lines.</summary>
internal sealed class Redaction(Guid[] ids, IEnumerable<string> names, IEnumerable<string> texts)
{
    private const string Erased = "(erased)";

    // What these hold is structure, not anybody's words.
    private static readonly string[] Structure = ["type", "kind", "style", "audience", "id", "at"];

    private static readonly JsonSerializerOptions AsKept = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> _whole = [.. texts];
    private readonly string[] _within = [.. texts.SelectMany(Quotable).Distinct(StringComparer.Ordinal).OrderByDescending(t => t.Length)];
    private readonly Regex? _names = NamesOf(names);

    /// <summary>A text without the person.</summary>
    public string OfText(string text)
    {
        if (_whole.Contains(text))
            return Erased;
        var without = _within.Aggregate(text, (left, erased) => left.Replace(erased, Erased, StringComparison.Ordinal));
        return _names?.Replace(without, Member.Forgotten) ?? without;
    }

    /// <summary>A card, or anything kept as JSON, without the person; the very same text when nothing was found.</summary>
    public string OfJson(string json)
    {
        var node = JsonNode.Parse(json);
        return node is not null && Changes(node) ? node.ToJsonString(AsKept) : json;
    }

    private bool Changes(JsonNode node)
    {
        var changed = node is JsonObject person && IsPerson(person);
        if (node is JsonArray array)
            for (var i = 0; i < array.Count; i++)
                changed |= Changes(array[i], text => array[i] = text);
        if (node is JsonObject map)
            foreach (var key in map.Select(p => p.Key).Except(Structure, StringComparer.Ordinal).ToList())
                changed |= Changes(map[key], text => map[key] = text);

        return changed;
    }

    private bool Changes(JsonNode? item, Action<string> write) => item is not null && (item is JsonValue value ? Replaces(value, write) : Changes(item));

    private bool IsPerson(JsonObject map)
    {
        if (map["id"] is not JsonValue id || !id.TryGetValue<Guid>(out var who) || !ids.Contains(who) || map["name"] is null)
            return false;

        map["name"] = Member.Forgotten;
        return true;
    }

    private bool Replaces(JsonValue value, Action<string> write)
    {
        if (!value.TryGetValue<string>(out var text) || OfText(text) is var without && without == text)
            return false;

        write(without);
        return true;
    }

    // A card may quote a text, whole or its beginning. One of a few letters would be found in words of others.
    private static IEnumerable<string> Quotable(string text) =>
        text.Length < 12 ? [] : text.Length <= 80 ? [text] : [text, text[..80].TrimEnd()];

    // "You" is what the local web chat calls whoever has not said a name: a word of every second sentence.
    private static Regex? NamesOf(IEnumerable<string> names)
    {
        var words = names.Where(n => n.Length > 1 && n is not "You" && n != Member.Forgotten).Select(Regex.Escape).ToList();
        return words.Count == 0 ? null : new($@"(?<![\p{{L}}\p{{N}}])(?:{string.Join('|', words)})(?![\p{{L}}\p{{N}}])", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
