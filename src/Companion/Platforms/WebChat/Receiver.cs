using System.Collections.Immutable;
using Companion.Core;
using Companion.Messages;

namespace Companion.Platforms.WebChat;

/// <summary>Turns what the page posts into the one thing a platform gives inward.</summary>
internal static class Receiver
{
    public const string Direct = "direct";
    public const string General = "general";

    private const int LongestText = 4000;
    private const int MostFields = 400;
    private const int LongestField = 20_000;
    private const int LongestKey = 200;

    public static Outcome<ChatInput> Read(PostedMessage posted, Guid connection, Guid member)
    {
        if (posted.Key is { Length: > LongestKey })
            return new Refusal("key.long", $"A key has up to {LongestKey} characters.", "key");
        if (posted.Key is { } key && Keepable.Of(key) != key)
            return new Refusal("key.letters", "A key is made of whole characters, without the character zero.", "key");
        if (posted.In is not (null or Direct or General))
            return new Refusal("in.unknown", "\"in\" is direct or general.", "in");
        if (new object?[] { posted.Text, posted.Button, posted.Form }.Count(o => o is not null) != 1)
            return new Refusal("message.which", "Send one of text, button or form.");
        if (Said(posted).IsRefused(out var why, out var said))
            return why;

        var place = posted.In == General ? new Place(General, IsPrivate: false) : new Place(member.ToString(), IsPrivate: true);
        return new ChatInput(connection, member.ToString(), place, said, posted.Key, posted.Message, KeepsHistory: false);
    }

    /// <summary>True when a line in the channel speaks to Companion; everything else there is people talking.</summary>
    public static bool SpeaksToCompanion(ChatInput input) => input.Place.IsPrivate || input.Said.Fields is not null || Mentioned(input.Said.Line);

    /// <summary>The line without the mention.</summary>
    public static ChatInput WithoutMention(ChatInput input) =>
        input with { Said = input.Said with { Line = Strip(input.Said.Line) } };

    private static Outcome<Said> Said(PostedMessage posted)
    {
        if (posted.Form is { } form)
            return ReadForm(form);
        var line = posted.Text ?? posted.Button!;
        return string.IsNullOrWhiteSpace(line) ? new Refusal("text.empty", "There is nothing to say in an empty message.", "text")
            : line.Length > LongestText ? new Refusal("text.too-long", $"That is {line.Length:N0} characters; a message has up to {LongestText:N0}.", "text")
            : new Said(line);
    }

    private static Outcome<Said> ReadForm(PostedForm form)
    {
        if (string.IsNullOrWhiteSpace(form.Command) || form.Command.Length > LongestText)
            return new Refusal("form.command", "A form carries its command.", "form.command");
        if (form.Fields is { Count: > MostFields })
            return new Refusal("form.many", $"A form has up to {MostFields} fields.", "form.fields");
        if (form.Fields?.FirstOrDefault(f => f.Value is { Length: > LongestField }) is { Key: { } name })
            return new Refusal("form.long", $"The field {(name.Length > 60 ? "that was sent" : name)} is too long; up to {LongestField:N0} characters fit.", name);

        var fields = form.Fields ?? [];
        return new Said(form.Command, fields.ToImmutableSortedDictionary(f => f.Key, f => f.Value ?? "", StringComparer.Ordinal));
    }

    private static bool Mentioned(string line) => Strip(line).Length < line.Trim().Length;

    private static string Strip(string line)
    {
        var trimmed = line.Trim();
        foreach (var call in (ReadOnlySpan<string>)["@companion", "/equalizer"])
            if (trimmed.StartsWith(call, StringComparison.OrdinalIgnoreCase) && (trimmed.Length == call.Length || !char.IsLetterOrDigit(trimmed[call.Length])))
                return trimmed[call.Length..].TrimStart(' ', ':', ',');

        return trimmed;
    }
}

/// <summary>What the page posts: one of text, button or form.</summary>
internal sealed record PostedMessage(Guid As, string? Text, string? Button, PostedForm? Form, string? In, Guid? Message, string? Key);

internal sealed record PostedForm(string? Command, Dictionary<string, string?>? Fields);

internal sealed record PostedPerson(string? Name);

internal sealed record PostedRead(Guid As, string? In, long Cursor);
