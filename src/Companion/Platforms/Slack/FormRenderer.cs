using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>A form as the blocks of a modal: one input for each field, named by the field, so that an error finds its place.</summary>
internal static class FormRenderer
{
    /// <summary>The action of every input; which field it is says its block.</summary>
    public const string Action = "v";

    /// <summary>What one step of a form may take of the 100 blocks; the rest is for the title, the introduction and errors.</summary>
    private const int BlocksPerStep = 60;

    public const int LongestText = 3000;
    public const int LongestTitle = 24;
    private const int LongestLabel = 2000;
    private const int LongestOption = 75;
    private const int LongestHint = 2000;
    private const int RadiosAtMost = 8;
    private const int BoxesAtMost = 10;
    public const int OptionsAtMost = 100;

    /// <summary>The fields of a form, step by step.</summary>
    public static IReadOnlyList<IReadOnlyList<FormField>> Steps(Form form)
    {
        var (steps, step, blocks) = (new List<List<FormField>>(), new List<FormField>(), 0);
        foreach (var field in form.Fields)
        {
            var taken = Field(field, field.Initial, NoUser).Count();
            if (step.Count > 0 && blocks + taken > BlocksPerStep)
            {
                steps.Add(step);
                (step, blocks) = ([], 0);
            }

            step.Add(field);
            blocks += taken;
        }

        steps.Add(step);
        return steps;
    }

    /// <summary>One step of a form as a modal.</summary>
    /// <param name="metadata">What comes back with the submission.</param>
    /// <param name="userNamed">The user of a member's name, for fields in which people are picked.</param>
    /// <param name="kept">What was filled in before.</param>
    /// <param name="errors">What was wrong with fields of this step when they were submitted with a later one.</param>
    public static JsonObject Modal(Form form, int step, string metadata, Func<string, string?> userNamed, IReadOnlyDictionary<string, string>? kept = null, IReadOnlyDictionary<string, string>? errors = null)
    {
        var steps = Steps(form);
        var at = Math.Clamp(step, 1, steps.Count);
        var blocks = new List<Block>();
        if (form.Title.Length > LongestTitle)
            blocks.AddRange(Block.Header(form.Title));
        if (steps.Count > 1)
            blocks.AddRange(RichText.Paragraph([new($"Step {at} of {steps.Count}", RichText.Bold)]));
        if (at == 1)
            blocks.AddRange(RichText.Paragraph(RichText.Leaves(form.Intro, _ => null)));
        foreach (var field in steps[at - 1])
        {
            if (errors?.GetValueOrDefault(field.Name) is { } error)
                blocks.AddRange(RichText.Paragraph([new($"⚠ {SlackText.Clean(error)}", RichText.Bold)]));
            blocks.AddRange(Field(field, kept?.GetValueOrDefault(field.Name) ?? field.Initial, userNamed));
        }

        return new()
        {
            ["type"] = "modal",
            ["callback_id"] = "form",
            ["title"] = Block.Plain(SlackText.Clip(form.Title, LongestTitle)),
            ["submit"] = Block.Plain(at == steps.Count ? SlackText.Clip(form.Submit, LongestTitle) : "Next"),
            ["close"] = Block.Plain("Cancel"),
            ["private_metadata"] = metadata,
            ["blocks"] = Block.Array(blocks.Select(b => b.Json)),
        };
    }

    private static string? NoUser(string name) => null;

    private static IEnumerable<Block> Field(FormField field, string? initial, Func<string, string?> userNamed)
    {
        // What a label or an option has no room for is said above.
        if (field.Label.Length > LongestLabel)
        {
            foreach (var block in RichText.Paragraph([new(SlackText.Clean(field.Label), RichText.Bold)]))
                yield return block;
        }

        if (field.Options.Length <= OptionsAtMost && field.Options.Any(o => o.Label.Length > LongestOption || o.Says?.Length > LongestOption))
        {
            foreach (var block in RichText.Bullets(field.Options.Select(InFull)))
                yield return block;
        }

        var input = new JsonObject
        {
            ["type"] = "input",
            ["block_id"] = field.Name,
            ["optional"] = !field.Required,
            ["label"] = Block.Plain(SlackText.Clip(field.Label, LongestLabel)),
            ["element"] = Element(field, initial, userNamed),
        };
        if (Hint(field) is { } hint)
            input["hint"] = Block.Plain(SlackText.Clip(hint, LongestHint));
        yield return new(input, field.Label.Length);
    }

    private static IEnumerable<RichText.Leaf> InFull(FormOption option) => option.Says is { Length: > 0 } says
        ? [new(SlackText.Clean(option.Label), RichText.Bold), new($" {SlackText.Clean(says)}", RichText.Normal)]
        : [new(SlackText.Clean(option.Label), RichText.Bold)];

    private static string? Hint(FormField field) => field is { Kind: FieldKind.LongText, MaxLength: > LongestText }
        ? $"{field.Hint} Up to {LongestText:N0} characters fit here; send more in parts.".Trim()
        : field.Hint;

    private static JsonObject Element(FormField field, string? initial, Func<string, string?> userNamed) => field.Kind switch
    {
        FieldKind.Text => Text(field, initial, isLong: false),
        FieldKind.LongText => Text(field, initial, isLong: true),
        FieldKind.Number => Number(field, initial),
        FieldKind.Day => Day(initial),
        FieldKind.Choice => Choice(field, initial),
        FieldKind.Choices => Choices(field, initial),
        FieldKind.People => People(field, initial, userNamed),
        _ => throw new UnreachableException(),
    };

    private static JsonObject Text(FormField field, string? initial, bool isLong)
    {
        var element = new JsonObject { ["type"] = "plain_text_input", ["action_id"] = Action, ["multiline"] = isLong };
        element["max_length"] = Math.Min(field.MaxLength ?? LongestText, LongestText);
        if (initial is { Length: > 0 })
            element["initial_value"] = SlackText.Split(SlackText.Clean(initial), Math.Min(field.MaxLength ?? LongestText, LongestText)).First();
        return element;
    }

    // Somebody who has no user in this workspace can only be written.
    private static JsonObject People(FormField field, string? initial, Func<string, string?> userNamed)
    {
        var names = (initial ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (field.TakesGroups)
            return Named(names);
        var users = names.Select(userNamed).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (users.Count < names.Length)
            return Text(field, initial, isLong: false);

        var element = new JsonObject { ["type"] = "multi_users_select", ["action_id"] = Action };
        if (users.Count > 0)
            element["initial_users"] = Block.Array(users.Select(u => JsonValue.Create(u)));
        return element;
    }

    // Slack's own list of people knows no groups: names are searched as one types.
    private static JsonObject Named(string[] names)
    {
        var element = new JsonObject { ["type"] = "multi_external_select", ["action_id"] = Action, ["min_query_length"] = 0 };
        if (names.Length > 0)
            element["initial_options"] = Block.Array(names.Select(n => Option(new(n, n))));
        return element;
    }

    // What is no number can still start here, so that whoever reads it can mend it.
    private static JsonObject Number(FormField field, string? initial)
    {
        if (initial is { Length: > 0 } && !decimal.TryParse(initial, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
            return Text(field, initial, isLong: false);

        var element = new JsonObject { ["type"] = "number_input", ["action_id"] = Action, ["is_decimal_allowed"] = true };
        if (initial is { Length: > 0 })
            element["initial_value"] = initial;
        return element;
    }

    private static JsonObject Day(string? initial)
    {
        var element = new JsonObject { ["type"] = "datepicker", ["action_id"] = Action };
        if (DateOnly.TryParseExact(initial, "yyyy-MM-dd", out _))
            element["initial_date"] = initial;
        return element;
    }

    private static JsonObject Choice(FormField field, string? initial)
    {
        // What was chosen cannot be taken back, so leaving it open is something one can choose.
        ImmutableArray<FormOption> options = field.Required ? field.Options : [.. field.Options, new("", "No answer")];
        var chosen = options.FirstOrDefault(o => initial is not null && o.Value == initial);
        var element = new JsonObject { ["type"] = options.Length <= RadiosAtMost ? "radio_buttons" : IsLoaded(options) ? "external_select" : "static_select", ["action_id"] = Action };
        if (IsLoaded(options))
            element["min_query_length"] = 0;
        else
            element["options"] = Block.Array(options.Select(Option));
        if (chosen is not null)
            element["initial_option"] = Option(chosen);
        return element;
    }

    private static JsonObject Choices(FormField field, string? initial)
    {
        var values = (initial ?? "").Split(',', StringSplitOptions.TrimEntries);
        var chosen = field.Options.Where(o => values.Contains(o.Value, StringComparer.Ordinal)).ToList();
        var type = field.Options.Length <= BoxesAtMost ? "checkboxes" : IsLoaded(field.Options) ? "multi_external_select" : "multi_static_select";
        var element = new JsonObject { ["type"] = type, ["action_id"] = Action };
        if (IsLoaded(field.Options))
            element["min_query_length"] = 0;
        else
            element["options"] = Block.Array(field.Options.Select(Option));
        if (chosen.Count > 0)
            element["initial_options"] = Block.Array(chosen.Select(Option));
        return element;
    }

    private static bool IsLoaded(ImmutableArray<FormOption> options) => options.Length > OptionsAtMost;

    /// <summary>The options of a long list that match what was typed so far.</summary>
    public static JsonObject Matching(IEnumerable<FormOption> options, string typed)
    {
        var words = typed.Trim();
        var found = options.Where(o => words.Length == 0 || o.Label.Contains(words, StringComparison.OrdinalIgnoreCase) || o.Value.Contains(words, StringComparison.OrdinalIgnoreCase));
        return new() { ["options"] = Block.Array(found.Take(OptionsAtMost).Select(Option)) };
    }

    public static JsonObject Option(FormOption option)
    {
        var label = SlackText.Clip(option.Label, LongestOption);
        var json = new JsonObject { ["text"] = Block.Plain(label.Length == 0 ? "–" : label), ["value"] = FormValues.Encode(option.Value) };
        if (option.Says is { Length: > 0 } says)
            json["description"] = Block.Plain(SlackText.Clip(says, LongestOption));
        return json;
    }
}
