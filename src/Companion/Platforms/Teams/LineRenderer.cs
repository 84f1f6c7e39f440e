using System.Diagnostics;
using System.Text;
using Companion.Messages;

namespace Companion.Platforms.Teams;

/// <summary>A line as the text of a TextBlock.</summary>
internal static class LineRenderer
{
    public static string Render(Line line, Elements into)
    {
        if (line.Inlines is [Inline.Plain only])
            return Markdown.Escape(only.Text);

        var text = new StringBuilder();
        foreach (var inline in line.Inlines)
            text.Append(Render(inline, into));
        return text.ToString();
    }

    private static string Render(Inline inline, Elements into) => inline switch
    {
        Inline.Plain plain => Markdown.Escape(plain.Text),
        Inline.Strong strong => Strong(strong.Text),
        Inline.Person person => Render(person, into),
        Inline.Moment moment => Markdown.Moment(moment),
        Inline.Link link => Markdown.Link(link),
        // There is no code in the subset; italics set what can be typed apart.
        Inline.Typed typed => $"_{Markdown.Escape(typed.Text)}_",
        _ => throw new UnreachableException(),
    };

    // Two stars with a space inside, or with nothing, are stars.
    public static string Strong(string text) => string.IsNullOrWhiteSpace(text) ? text : $"**{Markdown.Escape(text.Trim())}**";

    private static string Render(Inline.Person person, Elements into)
    {
        if (into.Frame.MentionOf?.Invoke(person.Id) is not { } id || !Markdown.IsMentionable(person.Name))
            return Markdown.Escape(person.Name);

        var text = $"<at>{person.Name}</at>";
        into.Mentions(new(text, person.Name, id));
        return text;
    }
}
