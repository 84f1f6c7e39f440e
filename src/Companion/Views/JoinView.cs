using Companion.Messages;

namespace Companion.Views;

/// <summary>A second chat for one organisation.</summary>
internal static class JoinView
{
    public static Card Offered(string code, string organisation, DateTimeOffset until) => Card.Say(
        "Your code",
        Part.Says(Line.Of(new Inline.Plain($"Install Companion in the second chat, and say to it there, before any setup: "), new Inline.Typed($"connect {code}"))),
        Part.Says(Line.Of(new Inline.Plain("It works until "), Wording.Minute(until), new Inline.Plain($", once. Whoever enters it brings a whole chat into {organisation}."))));

    public static Card Joined(string organisation) => Card.Say(
        $"Connected to {organisation}",
        Part.Says("The people of this chat are members now. Whoever is in both says link, to be one person with one set of messages."),
        Part.Offers(new Button("Status", "status", ButtonStyle.Primary), new Button("Link me", "link")));
}
