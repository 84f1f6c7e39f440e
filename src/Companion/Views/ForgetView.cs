using Companion.Messages;

namespace Companion.Views;

/// <summary>Being forgotten: what goes, what stays, what backups still hold.</summary>
internal static class ForgetView
{
    public static Card Ask(int texts, string place) => Card.Say(
        "To be forgotten",
        new Part.Bullets(
        [
            $"Erased: your name, your identities, {texts} {(texts == 1 ? "text" : "texts")} of yours in the log, your notes and links, your conversation here, your days off and hours.",
            "Kept without your name: what was decided and when, the values you reported, and how many answered. The log's chain stays valid, because it holds digests of the texts only.",
            "You are no longer a member then; nothing reaches you any more.",
        ]),
        Part.Says(Backups(place)),
        Part.Says("What you wrote in Slack or Teams stays there: ask there too. Words in which others mention you stay theirs."),
        Part.Offers(new Button("Forget me", "forget-me yes", ButtonStyle.Danger)));

    public static Card Done(int texts, string place) => Card.Say(
        "You are forgotten",
        Part.Says($"Your name and {texts} {(texts == 1 ? "text" : "texts")} of yours are erased. The log stays valid."),
        Part.Says(Backups(place)));

    private static string Backups(string place) =>
        $"Backups of {place} that were made before still hold all of it, among them the copies beside the database that upgrades make; whoever runs Companion deletes or overwrites them.";
}
