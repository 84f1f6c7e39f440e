using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Companion.Core;
using Companion.Messages;

namespace Companion.Platforms.Teams;

/// <summary>Turns an activity into the one thing a platform gives inward.</summary>
internal static partial class Receiver
{
    private const int MostFields = 400;
    private const int LongestField = 20_000;
    private const int LongestId = 500;

    /// <summary>Something a person said to the bot, pressed or submitted; null for an activity that says nothing.</summary>
    public static Outcome<ChatInput>? Read(Activity activity, Guid connection)
    {
        if (activity.From?.Person is not { Length: > 0 and <= LongestId } person || activity.Conversation?.Id is not { Length: > 0 and <= LongestId })
            return null;

        var pressed = Pressed(activity);
        if (pressed is null && string.IsNullOrWhiteSpace(activity.Text))
            return null;

        Said said;
        if (pressed is not { } data)
            said = new(Line(activity));
        else if (Read(data).IsRefused(out var why, out said!))
            return why;

        // Turning to another step of a form changes nothing, so a repeat of it may happen.
        return new ChatInput(connection, person, new(activity.Place, activity.IsPersonal), said, IsStep(pressed) ? null : activity.Key, AnswerTo: AnswerTo(activity, pressed)?.Write());
    }

    /// <summary>The input that gives the form again: the line of a step without what was filled in.</summary>
    public static ChatInput Asking(ChatInput input) => input with { Said = new(input.Said.Line), Key = null };

    public static bool IsStep(JsonElement? pressed) => pressed?.Text(Buttons.Verb) == Buttons.Step;

    /// <summary>What a button or a form carries: an Action.Execute in an invoke, an Action.Submit in a message without text.</summary>
    public static JsonElement? Pressed(Activity activity) => activity.Type == "invoke"
        ? activity.Value.At("action", "data") ?? activity.Value.At("data")
        : activity.Value.ValueKind == JsonValueKind.Object && string.IsNullOrWhiteSpace(activity.Text) ? activity.Value : null;

    public static AnswerTo? AnswerTo(Activity a, JsonElement? pressed = null) =>
        a is { ServiceUrl: { } url, Conversation.Id: { } conversation, From.Id: { } user, Recipient.Id: { } bot, Tenant: { } tenant }
            ? new(
                url,
                tenant,
                conversation,
                a.Id ?? "",
                user,
                bot,
                a.IsPersonal,
                a.Recipient.IsTargeted == true,
                pressed is not null && a.Type == "message" ? a.ReplyToId : null,
                pressed?.Text(Buttons.From),
                Number(pressed, Buttons.FromPage),
                Number(pressed, Buttons.Page),
                IsStep(pressed) ? Number(pressed, Buttons.Page) : 0)
            : null;

    /// <summary>The command line of a message: without the mention of the bot, decoded, and with the name where somebody else is mentioned.</summary>
    public static string Line(Activity activity)
    {
        var text = activity.Text ?? "";
        foreach (var mention in activity.Entities.Items().Where(e => e.Text("type") is "mention" && e.Text("mentioned", "id") == activity.Recipient?.Id))
        {
            var literal = mention.Text("text") ?? $"<at>{mention.Text("mentioned", "name")}</at>";
            if (literal.Length > 0)
                text = text.Replace(literal, " ", StringComparison.OrdinalIgnoreCase);
        }

        var line = WebUtility.HtmlDecode(Tags().Replace(text, "")).Replace('\u00a0', ' ').Trim();
        return Call().Replace(line, "");
    }

    /// <summary>Whoever else a message mentions.</summary>
    public static IEnumerable<Account> Mentioned(Activity activity) => activity.Entities.Items()
        .Where(e => e.Text("type") is "mention" && e.Text("mentioned", "id") is { } id && id != activity.Recipient?.Id && id.StartsWith("29:", StringComparison.Ordinal))
        .Select(e => new Account(e.Text("mentioned", "id"), e.Text("mentioned", "name"), e.Text("mentioned", "aadObjectId"), null));

    private static Outcome<Said> Read(JsonElement data)
    {
        if (data.Text(Buttons.Line) is not { } line)
            return new Refusal("button.line", "This button is not one of mine.");
        if (data.Text(Buttons.Verb) is not (Buttons.Submit or Buttons.Step))
            return new Said(line);

        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var input in data.EnumerateObject().Where(p => p.Name.StartsWith(Buttons.Field, StringComparison.Ordinal)))
        {
            var value = Value(input.Value);
            if (value.Length > LongestField)
                return new Refusal("form.long", $"A field holds up to {LongestField:N0} characters.");
            if (fields.Count >= MostFields)
                return new Refusal("form.many", $"A form has up to {MostFields} fields.");
            fields[input.Name[Buttons.Field.Length..]] = value == FormRenderer.NoAnswer ? "" : value;
        }

        return new Said(line, fields.ToImmutable());
    }

    // Inputs come as text; some clients send numbers and toggles as what they are.
    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => "",
    };

    private static int Number(JsonElement? data, string name) =>
        data?.At(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value is >= 1 and <= 10_000 ? value : 1;

    [GeneratedRegex("</?at(?: [^>]*)?>", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();

    // The command of the slash menu, or its name as one would write it elsewhere; alone it is a command of ours.
    [GeneratedRegex(@"^/?(?:equalizer|companion)[:,]?\s+(?=\S)|^/(?=\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();
}
