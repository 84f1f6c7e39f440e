using System.Globalization;
using System.Text.Json.Nodes;

namespace Companion.Tests.Platforms.Slack;

/// <summary>The documented limits of Block Kit, checked over a whole message or view. Lengths are counted in UTF-16 units, which are never fewer than characters.</summary>
internal sealed class BlockRules
{
    private readonly List<string> _problems = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> OfMessage(JsonNode message)
    {
        var rules = new BlockRules();
        rules.Length(message["text"], 1, 40_000, "text");
        rules.Blocks(message["blocks"], 50, "message");
        var tables = message["blocks"]?.AsArray().Count(b => Type(b) == "table") ?? 0;
        rules.Check(tables <= 1, "only_one_table_allowed");
        return rules._problems;
    }

    public static IReadOnlyList<string> OfView(JsonNode view)
    {
        var rules = new BlockRules();
        var isModal = Type(view) == "modal";
        rules.Check(isModal || Type(view) == "home", "a view is a modal or a home");
        rules.Blocks(view["blocks"], 100, "view");
        rules.Length(view["private_metadata"], 0, 3000, "private_metadata");
        rules.Length(view["callback_id"], 0, 255, "callback_id");
        rules.Check(view.ToJsonString().Length <= 250_000, "view_too_large");
        if (isModal)
        {
            rules.Text(view["title"], 24, "modal title");
            if (view["submit"] is { } submit)
                rules.Text(submit, 24, "submit");
            if (view["close"] is { } close)
                rules.Text(close, 24, "close");
            rules.Check(view["submit"] is not null || Blocks(view).All(b => Type(b) != "input"), "a modal with inputs needs submit");
        }

        rules.Check(Blocks(view).All(b => Type(b) != "table"), "tables are for messages");
        return rules._problems;
    }

    public static IEnumerable<JsonNode> Blocks(JsonNode view) => view["blocks"]?.AsArray().Select(b => b!) ?? [];

    private static string? Type(JsonNode? node) => (string?)node?["type"];

    private void Blocks(JsonNode? blocks, int most, string where)
    {
        var all = blocks?.AsArray() ?? [];
        Check(all.Count >= 1 && all.Count <= most, $"{where}: {all.Count} blocks, 1 to {most} are allowed");
        foreach (var block in all)
            Block(block!);
    }

    private void Block(JsonNode block)
    {
        if ((string?)block["block_id"] is { } id)
        {
            Check(id.Length is >= 1 and <= 255, "block_id");
            Check(_ids.Add(id), $"block_id {id} stands there twice");
        }

        switch (Type(block))
        {
            case "header":
                Text(block["text"], 150, "header");
                break;
            case "divider":
                break;
            case "rich_text":
                RichText(block);
                break;
            case "actions":
                Actions(block["elements"]!.AsArray());
                break;
            case "table":
                Table(block);
                break;
            case "input":
                Input(block);
                break;
            case "container":
                Container(block);
                break;
            case "context":
                Check(block["elements"]!.AsArray().Count is >= 1 and <= 10, "context elements");
                break;
            default:
                Check(false, $"unknown block {Type(block)}");
                break;
        }
    }

    private void Container(JsonNode block)
    {
        Text(block["title"], 150, "container title");
        Check(block["child_blocks"]!.AsArray().Count is >= 1 and <= 10, "child_blocks");
        foreach (var child in block["child_blocks"]!.AsArray())
        {
            Check(Type(child) != "container", "a container in a container");
            Block(child!);
        }
    }

    private void RichText(JsonNode block)
    {
        var elements = block["elements"]!.AsArray();
        Check(elements.Count >= 1, "rich_text without elements");
        var length = 0;
        foreach (var element in elements)
        {
            var sections = Type(element) switch
            {
                "rich_text_section" => [element!],
                "rich_text_list" => element!["elements"]!.AsArray().Select(e => e!).ToList(),
                _ => throw new InvalidOperationException($"unknown rich text {Type(element)}"),
            };
            Check(sections.Count >= 1, "a list without items");
            foreach (var leaf in sections.SelectMany(s => s["elements"]!.AsArray()))
                length += Leaf(leaf!);
            Check(sections.All(s => s["elements"]!.AsArray().Count >= 1), "a section without text");
        }

        Check(length <= 3000, $"rich_text of {length} characters");
    }

    private int Leaf(JsonNode leaf)
    {
        switch (Type(leaf))
        {
            case "text":
                Length(leaf["text"], 1, 3000, "leaf");
                return ((string)leaf["text"]!).Length;
            case "link":
                Length(leaf["url"], 1, 3000, "link");
                Check(((string)leaf["url"]!).StartsWith("http", StringComparison.Ordinal), "a link to nowhere");
                return ((string?)leaf["text"] ?? "").Length;
            case "user":
                Check(((string)leaf["user_id"]!)[0] is 'U' or 'W', "user_id");
                return 12;
            case "date":
                Check((long)leaf["timestamp"]! > 0 && leaf["format"] is not null && leaf["fallback"] is not null, "date");
                return 20;
            default:
                Check(false, $"unknown leaf {Type(leaf)}");
                return 0;
        }
    }

    private void Actions(JsonArray elements)
    {
        Check(elements.Count is >= 1 and <= 25, $"{elements.Count} elements in actions");
        Check(elements.Select(e => (string?)e!["action_id"]).Distinct(StringComparer.Ordinal).Count() == elements.Count, "action_ids in a block differ");
        foreach (var button in elements)
        {
            Check(Type(button) == "button", "only buttons are used");
            Text(button!["text"], 75, "button");
            Length(button["value"], 1, 2000, "button value");
            Length(button["action_id"], 1, 255, "action_id");
            Check((string?)button["style"] is null or "primary" or "danger", "button style");
        }
    }

    private void Table(JsonNode block)
    {
        var rows = block["rows"]!.AsArray().Select(r => r!.AsArray()).ToList();
        Check(rows.Count is >= 1 and <= 100, $"{rows.Count} rows");
        Check(rows.All(r => r.Count == rows[0].Count && r.Count is >= 1 and <= 20), "rows are equally long, up to 20 cells");
        Check((block["column_settings"]?.AsArray().Count ?? 0) <= 20, "column_settings");
        foreach (var cell in rows.SelectMany(r => r))
        {
            if (Type(cell) == "raw_text")
                Length(cell!["text"], 1, 3000, "cell");
            else
                RichText(cell!);
        }
    }

    private void Input(JsonNode block)
    {
        Text(block["label"], 2000, "label");
        if (block["hint"] is { } hint)
            Text(hint, 2000, "hint");
        var element = block["element"]!;
        Length(element["action_id"], 1, 255, "action_id");
        switch (Type(element))
        {
            case "plain_text_input":
                Check((int?)element["max_length"] is null or >= 1 and <= 3000, "max_length");
                Check(((string?)element["initial_value"])?.Length is null || ((string)element["initial_value"]!).Length <= ((int?)element["max_length"] ?? 3000), "initial_value is longer than max_length");
                break;
            case "number_input":
                Check(element["is_decimal_allowed"] is not null, "is_decimal_allowed is required");
                Check((string?)element["initial_value"] is not { } number || decimal.TryParse(number, NumberStyles.Number, CultureInfo.InvariantCulture, out _), "initial_value is no number");
                break;
            case "datepicker":
                Check((string?)element["initial_date"] is not { } day || DateOnly.TryParseExact(day, "yyyy-MM-dd", out _), "initial_date");
                break;
            case "radio_buttons" or "checkboxes":
                Options(element, 10);
                break;
            case "static_select" or "multi_static_select":
                Options(element, 100);
                break;
            case "multi_users_select":
                Check(element["initial_users"] is not JsonArray { Count: 0 }, "initial_users may not be empty");
                break;
            case "external_select" or "multi_external_select":
                Check(element["options"] is null, "an external select loads its options");
                break;
            default:
                Check(false, $"unknown input {Type(element)}");
                break;
        }
    }

    private void Options(JsonNode element, int most)
    {
        var options = element["options"]!.AsArray();
        Check(options.Count >= 1 && options.Count <= most, $"{options.Count} options in {Type(element)}");
        Check(options.Select(o => (string)o!["value"]!).Distinct(StringComparer.Ordinal).Count() == options.Count, "options differ");
        foreach (var option in options)
            Option(option!);
        var initial = element["initial_option"] is { } one ? [one] : element["initial_options"]?.AsArray().Select(o => o!).ToList() ?? [];
        Check(initial.All(i => options.Any(o => JsonNode.DeepEquals(o, i))), "what is chosen at first is one of the options");
        Check(element["initial_options"] is not JsonArray { Count: 0 }, "initial_options may not be empty");
    }

    public static IReadOnlyList<string> OfOptions(JsonNode answer)
    {
        var rules = new BlockRules();
        rules.Check(answer["options"]!.AsArray().Count <= 100, "options");
        foreach (var option in answer["options"]!.AsArray())
            rules.Option(option!);
        return rules._problems;
    }

    private void Option(JsonNode option)
    {
        Text(option["text"], 75, "option");
        Length(option["value"], 1, 150, "option value");
        if (option["description"] is { } says)
            Text(says, 75, "option description");
    }

    private void Text(JsonNode? text, int most, string where)
    {
        Check(Type(text) == "plain_text", $"{where} is plain_text");
        Length(text?["text"], 1, most, where);
    }

    private void Length(JsonNode? value, int least, int most, string where)
    {
        var length = ((string?)value)?.Length ?? 0;
        Check(length >= least && length <= most, $"{where}: {length} characters, {least} to {most} are allowed");
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
            _problems.Add(problem);
    }
}
