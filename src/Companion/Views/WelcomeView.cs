using Companion.Messages;

namespace Companion.Views;

/// <summary>The first thing Companion says where it was added.</summary>
internal static class WelcomeView
{
    /// <summary>To one person.</summary>
    public static Card Personal(string name, bool isSetUp, bool maySetUp)
    {
        var card = Card.Say(
            $"Hello {name}, I am Companion",
            Part.Says("I help your organisation hand over control step by step. I ask a few questions now and then, work out from the answers what each part is ready for, and keep every decision with its reasons."));
        return isSetUp ? card.With(
                Part.Says("Your organisation is set up. You will hear from me when there is something to answer or decide, in your working hours, at most once a day."),
                Part.Offers(new Button("Status", "status", ButtonStyle.Primary), new Button("What you can say", "help")))
            : maySetUp ? card.With(
                Part.Says("You brought me here, so you can set me up: three questions, and the first check-in is planned."),
                Part.Offers(new Button("Set up", "setup", ButtonStyle.Primary), new Button("What you can say", "help")))
            : card.With(
                Part.Says("A steward of your organisation sets me up; then you will hear from me."),
                Part.Offers(new Button("What you can say", "help")));
    }

    /// <summary>To everybody in a channel or group.</summary>
    /// <param name="met">How many people of it are members now; null when they come in as they speak.</param>
    public static Card Shared(int? met, string mention) => Card.Say(
        "Hello, I am Companion",
        Part.Says("I help your organisation hand over control step by step: check-ins, a picture of where each part stands, and a log of decisions with their reasons."),
        Part.Says(met is { } count
            ? $"I met {count} people here; they are members now and are asked in check-ins."
            : "Whoever speaks to me or is mentioned to me becomes a member and is asked in check-ins."),
        Part.Says(Line.Of(new Inline.Plain("Mention me with a command: "), new Inline.Typed($"{mention} status"), new Inline.Plain(". To have summaries and decisions appear here, say "), new Inline.Typed($"{mention} channel here"), new Inline.Plain("."))),
        Part.Offers(new Button("Status", "status", ButtonStyle.Primary), new Button("What you can say", "help")));

    /// <summary>Asked once, when a platform does not say where somebody is.</summary>
    public static Card AskZone(string zone) => Card.Say(
        "Which time zone are you in?",
        Part.Says(Line.Of(new Inline.Plain($"I write only in your working hours, and your chat does not tell me where you are, so I go by {zone}. If that is wrong, say for instance "), new Inline.Typed("hours zone Europe/Berlin"), new Inline.Plain("."))));
}
