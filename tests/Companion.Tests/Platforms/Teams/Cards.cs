using System.Text.Json.Nodes;

namespace Companion.Tests.Platforms.Teams;

/// <summary>Looks into Adaptive Cards.</summary>
internal static class Cards
{
    /// <summary>Every object of a card, from the outside in; fallbacks only when asked for.</summary>
    public static IEnumerable<JsonObject> All(JsonNode? node, bool fallbacks = false)
    {
        if (node is JsonArray array)
            return array.SelectMany(n => All(n, fallbacks));
        if (node is not JsonObject thing)
            return [];

        return thing.Where(p => fallbacks || p.Key != "fallback").SelectMany(p => All(p.Value, fallbacks)).Prepend(thing);
    }

    public static IEnumerable<JsonObject> OfType(JsonNode card, string type) => All(card).Where(o => (string?)o["type"] == type);

    /// <summary>Everything one can read.</summary>
    public static string TextOf(JsonNode card) => string.Join('\n', All(card).Where(o => (string?)o["type"] is "TextBlock").Select(o => Unescaped((string)o["text"]!)).Concat(All(card).Where(IsInput).Select(o => (string)o["label"]!)));

    public static bool IsInput(JsonObject thing) => ((string?)thing["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true;

    /// <summary>The data of the button of that name.</summary>
    public static JsonObject Button(JsonNode card, string title) =>
        OfType(card, "Action.Execute").FirstOrDefault(a => (string?)a["title"] == title)
        ?? throw new InvalidOperationException($"There is no button \"{title}\". There is {string.Join(", ", OfType(card, "Action.Execute").Select(a => $"\"{a["title"]}\""))}.");

    public static IEnumerable<string> ButtonsOf(JsonNode card) => OfType(card, "Action.Execute").Select(a => (string)a["title"]!);

    private static string Unescaped(string markdown)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < markdown.Length; i++)
            text.Append(markdown[i] == '\\' && i + 1 < markdown.Length ? markdown[++i] : markdown[i]);
        return text.ToString();
    }
}
