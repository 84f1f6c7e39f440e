using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Companion.Tests.Platforms.Teams;

/// <summary>What Teams asks of an Adaptive Card 1.5: the elements it knows, with the members each may have, and its own limits.</summary>
/// <remarks>https://adaptivecards.io/explorer, https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format</remarks>
internal static partial class CardRules
{
    public const int Largest = 28 * 1024;
    private const int MostRefreshed = 60;
    private const int MostInRow = 6;

    private static readonly string[] Any = ["type", "id", "isVisible", "separator", "spacing", "height", "fallback", "requires"];

    private static readonly Dictionary<string, (string[] Needs, string[] May)> Known = new(StringComparer.Ordinal)
    {
        ["AdaptiveCard"] = (["version", "body"], ["$schema", "actions", "refresh", "msteams", "speak", "lang", "fallbackText"]),
        ["TextBlock"] = (["text"], ["color", "fontType", "horizontalAlignment", "isSubtle", "maxLines", "size", "weight", "wrap", "style"]),
        ["Container"] = (["items"], ["selectAction", "style", "verticalContentAlignment", "bleed", "minHeight", "rtl"]),
        ["ColumnSet"] = (["columns"], ["selectAction", "style", "bleed", "minHeight", "horizontalAlignment"]),
        ["Column"] = (["items"], ["width", "style", "bleed", "minHeight", "selectAction", "verticalContentAlignment"]),
        ["ActionSet"] = (["actions"], ["horizontalAlignment"]),
        ["Table"] = (["columns", "rows"], ["firstRowAsHeaders", "showGridLines", "gridStyle", "horizontalCellContentAlignment", "verticalCellContentAlignment"]),
        ["TableRow"] = (["cells"], ["style", "horizontalCellContentAlignment", "verticalCellContentAlignment"]),
        ["TableCell"] = (["items"], ["style", "selectAction", "verticalContentAlignment", "bleed", "minHeight"]),
        ["ProgressBar"] = (["value", "fallback"], ["max", "color"]),
        ["Input.Text"] = (["id", "label"], ["errorMessage", "isRequired", "isMultiline", "maxLength", "placeholder", "regex", "style", "value"]),
        ["Input.Number"] = (["id", "label"], ["errorMessage", "isRequired", "min", "max", "placeholder", "value"]),
        ["Input.Date"] = (["id", "label"], ["errorMessage", "isRequired", "min", "max", "placeholder", "value"]),
        ["Input.ChoiceSet"] = (["id", "label", "choices"], ["errorMessage", "isRequired", "isMultiSelect", "style", "value", "placeholder", "wrap", "choices.data"]),
        ["Action.Execute"] = (["title", "verb", "data", "fallback"], ["style", "associatedInputs", "iconUrl", "isEnabled", "mode", "tooltip"]),
        ["Action.Submit"] = (["title", "data"], ["style", "associatedInputs", "iconUrl", "isEnabled", "mode", "tooltip"]),
        ["Action.ToggleVisibility"] = (["title", "targetElements"], ["style", "iconUrl", "isEnabled", "mode", "tooltip"]),
    };

    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["spacing"] = ["Default", "None", "Small", "Medium", "Large", "ExtraLarge", "Padding"],
        ["size"] = ["Default", "Small", "Medium", "Large", "ExtraLarge"],
        ["weight"] = ["Default", "Lighter", "Bolder"],
        ["color"] = ["Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention"],
        ["associatedInputs"] = ["auto", "none"],
    };

    public static void Check(JsonNode card)
    {
        Assert.True(Encoding.UTF8.GetByteCount(card.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) <= Largest, "A card has at most 28 KB.");
        Assert.Equal("AdaptiveCard", (string?)card["type"]);
        Assert.Equal("1.5", (string?)card["version"]);
        foreach (var thing in Things(card))
            Check(thing);

        var ids = Cards.All(card).Where(o => o["type"] is not null && o["id"] is not null).Select(o => (string)o["id"]!).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        foreach (var target in Cards.OfType(card, "Action.ToggleVisibility").SelectMany(a => a["targetElements"]!.AsArray()))
            Assert.Contains((string)target!, ids);
        Mentions(card);
        if (card["refresh"] is { } refresh)
        {
            Assert.Equal("Action.Execute", (string?)refresh["action"]!["type"]);
            Assert.InRange(refresh["userIds"]!.AsArray().Count, 0, MostRefreshed);
        }
    }

    // Objects with a type are elements or actions; what a button carries, mentions and the refresh have their own shape.
    private static IEnumerable<JsonObject> Things(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Things),
        JsonObject thing => thing.Where(p => p.Key is not ("data" or "msteams" or "refresh" or "choices" or "choices.data")).SelectMany(p => Things(p.Value)).Concat(thing["type"] is null ? [] : [thing]),
        _ => [],
    };

    private static void Check(JsonObject thing)
    {
        var type = (string)thing["type"]!;
        Assert.True(Known.ContainsKey(type), $"Teams knows no {type}.");
        var (needs, may) = Known[type];
        foreach (var needed in needs)
            Assert.True(thing.ContainsKey(needed), $"{type} needs {needed}.");
        foreach (var (name, value) in thing)
        {
            Assert.True(Any.Contains(name) || needs.Contains(name) || may.Contains(name), $"{type} has no {name}.");
            if (Values.TryGetValue(name, out var allowed) && value?.GetValueKind() == JsonValueKind.String)
                Assert.Contains((string)value!, allowed);
        }

        switch (type)
        {
            case "ActionSet":
                Assert.InRange(thing["actions"]!.AsArray().Count, 1, MostInRow);
                break;
            case "Action.Execute":
                Assert.Equal("Action.Submit", (string?)thing["fallback"]!["type"]);
                Assert.Equal(thing["data"]!.ToJsonString(), thing["fallback"]!["data"]!.ToJsonString());
                break;
            case "Input.ChoiceSet":
                Assert.NotEmpty(thing["choices"]!.AsArray());
                Assert.All(thing["choices"]!.AsArray(), c => Assert.True(((string)c!["title"]!).Length > 0 && ((string)c["value"]!).Length > 0, "A choice has a title and a value."));
                break;
            case "TextBlock":
                Assert.DoesNotMatch(Html(), (string)thing["text"]!);
                break;
        }

        if (Cards.IsInput(thing) && (bool?)thing["isRequired"] == true)
            Assert.False(string.IsNullOrEmpty((string?)thing["errorMessage"]));
    }

    private static void Mentions(JsonNode card)
    {
        var entities = card["msteams"]?["entities"]?.AsArray() ?? [];
        var texts = string.Join('\n', Cards.All(card).Where(o => (string?)o["type"] == "TextBlock").Select(o => (string)o["text"]!));
        foreach (var entity in entities)
            Assert.Contains((string)entity!["text"]!, texts, StringComparison.Ordinal);
        var mentioned = entities.Select(e => (string)e!["text"]!).ToHashSet(StringComparer.Ordinal);
        foreach (Match match in At().Matches(texts))
            Assert.Contains(match.Value, mentioned);
    }

    // There is no HTML in a card but the mark of a mention.
    [GeneratedRegex("(?<!\\\\)<(?!/?at>)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Html();

    [GeneratedRegex("(?<!\\\\)<at>.*?</at>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex At();
}
