using Companion.Messages;

namespace Companion.Views;

internal static class HelpView
{
    public static Card All(bool isSetUp)
    {
        var commands = HelpTopics.All.Select(t => Line.Of(new Inline.Typed(t.Name), new Inline.Plain($" {t.Says}")));
        var start = isSetUp ? new Button("Status", "status", ButtonStyle.Primary) : new Button("Set up", "setup", ButtonStyle.Primary);
        return Card.Say(
            "What you can say",
            new Part.Bullets([.. commands]),
            Part.Says(Line.Of(new Inline.Plain("For examples, say "), new Inline.Typed("help decide"), new Inline.Plain("."))),
            Part.Offers(start));
    }

    public static Card One(HelpTopic topic) => Card.Say(
        $"help {topic.Name}",
        Part.Says(topic.Says),
        new Part.Bullets([.. topic.Examples.Select(e => Line.Of(new Inline.Typed(e)))]));

    public static Card Unknown(string word, string? nearest)
    {
        var shown = word.Length > 40 ? $"{word[..40]}…" : word;
        var buttons = nearest is null ? Part.Offers(new Button("Help", "help")) : Part.Offers(new Button($"Did you mean: {nearest}", nearest), new Button("Help", "help"));
        return Card.Say("I did not understand that", Part.Says($"There is no command \"{shown}\"."), buttons);
    }
}
