using Companion.Messages;

namespace Companion.Views;

/// <summary>One person on two platforms.</summary>
internal static class LinkView
{
    public static Card Offered(string code, DateTimeOffset until) => Card.Say(
        "Your code",
        Part.Says(Line.Of(new Inline.Plain("Where you are known under your other identity, say to Companion: "), new Inline.Typed($"link {code}"))),
        Part.Says(Line.Of(new Inline.Plain("Then come back here and confirm it: "), new Inline.Typed($"link confirm {code}"))),
        Part.Says(Line.Of(new Inline.Plain("It works until "), Wording.Minute(until), new Inline.Plain(". Give it to nobody: whoever enters it becomes you."))),
        Part.Offers(new Button("Confirm", $"link confirm {code}")));

    public static Card Taken(string code, string name) => Card.Say(
        "Half done",
        Part.Says($"This identity will be one person with {name}. Now confirm it on the side where the code was made."),
        Part.Says(Line.Of(new Inline.Plain("There, say "), new Inline.Typed($"link confirm {code}"), new Inline.Plain("."))));

    public static Card Linked(string other) => Card.Say(
        "You are one person now",
        Part.Says($"What reached {other} reaches you, once, where you were last active. Roles and open questions came together."),
        Part.Offers(new Button("Status", "status")));
}
