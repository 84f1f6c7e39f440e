using System.Text.Json.Nodes;

namespace Companion.Platforms.Slack;

/// <summary>One block with the number of characters it shows, which pages are measured by.</summary>
internal readonly record struct Block(JsonObject Json, int Length)
{
    public const int LongestHeader = 150;
    public const int LongestButton = 75;
    public const int LongestValue = 2000;
    public const int MostButtons = 25;

    /// <summary>What one text block holds; the limit is 3,000.</summary>
    public const int LongestText = 2900;

    public static Block Divider => new(new() { ["type"] = "divider" }, 0);

    /// <summary>A title, in bold text where it is longer than a header may be.</summary>
    public static IEnumerable<Block> Header(string title)
    {
        var clean = SlackText.Clean(title).ReplaceLineEndings(" ").Trim();
        return clean.Length > LongestHeader
            ? RichText.Paragraph([new RichText.Leaf(clean, RichText.Bold)])
            : [new(new() { ["type"] = "header", ["text"] = Plain(clean.Length == 0 ? "…" : clean) }, clean.Length)];
    }

    /// <summary>A block of text elements: sections or lists.</summary>
    public static Block Rich(int length, params ReadOnlySpan<JsonNode> elements) => new(new() { ["type"] = "rich_text", ["elements"] = Array(elements) }, length);

    public static Block Actions(IEnumerable<JsonObject> elements) => new(new() { ["type"] = "actions", ["elements"] = Array(elements) }, 0);

    /// <param name="action">Unique among the elements of its block.</param>
    public static JsonObject Button(string label, string action, string value, string? style = null)
    {
        var button = new JsonObject { ["type"] = "button", ["action_id"] = action, ["text"] = Plain(SlackText.Clip(label, LongestButton)), ["value"] = value };
        if (style is not null)
            button["style"] = style;
        return button;
    }

    public static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false };

    public static JsonArray Array(IEnumerable<JsonNode?> nodes)
    {
        var array = new JsonArray();
        foreach (var node in nodes)
            array.Add(node);
        return array;
    }

    public static JsonArray Array(ReadOnlySpan<JsonNode> nodes)
    {
        var array = new JsonArray();
        foreach (var node in nodes)
            array.Add(node);
        return array;
    }
}
