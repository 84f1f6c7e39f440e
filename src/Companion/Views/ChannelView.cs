using System.Collections.Immutable;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Where the news of a unit appear.</summary>
internal static class ChannelView
{
    public static Card List(IReadOnlyList<ChannelChoice> chosen, ImmutableArray<Unit> units)
    {
        var whole = chosen.FirstOrDefault(c => c.Unit.Length == 0);
        var rows = units.Select(u => ImmutableArray.Create<Line>(u.Name, chosen.FirstOrDefault(c => c.Unit == u.Key) is { } own ? own.Name : "as the whole organisation"));
        return Card.Say(
            "Channels",
            Part.Says("Summaries of check-ins and decisions appear there; what is for one person never does."),
            new Part.Table(["Unit", "Channel"], [ImmutableArray.Create<Line>("The whole organisation", whole?.Name ?? "none chosen"), .. rows]),
            Part.Says(Line.Of(new Inline.Plain("To choose one, say in that channel "), new Inline.Typed("@Companion channel here"), new Inline.Plain(" or, for one unit, "), new Inline.Typed($"@Companion channel {(units.IsEmpty ? "contributors" : units[0].Key)} here"), new Inline.Plain("."))));
    }

    public static Card Chosen(string? unit, bool here) => Card.Say(
        here ? "This is the channel" : "No channel of its own",
        Part.Says((unit, here) switch
        {
            (null, true) => "Summaries of check-ins and decisions appear here from now on, except those of units with a channel of their own.",
            (null, false) => "Summaries and decisions appear only in the channels of units that have one.",
            ({ } name, true) => $"Summaries and decisions of {name} appear here from now on.",
            ({ } name, false) => $"The news of {name} appear in the organisation's channel again.",
        }));

    /// <summary>Tells a steward that a channel takes no messages any more.</summary>
    /// <param name="unit">The unit's key; empty for the whole organisation.</param>
    public static Card Gone(string unit, string code) => Card.Say(
        "A channel is out of reach",
        Part.Says($"The channel for {(unit.Length == 0 ? "the whole organisation" : unit)} does not take my messages any more ({code}): it was archived or deleted, or I was removed from it."),
        Part.Says(Line.Of(new Inline.Plain("Invite me again, or choose another by saying there "), new Inline.Typed(unit.Length == 0 ? "@Companion channel here" : $"@Companion channel {unit} here"), new Inline.Plain("."))));

    /// <summary>Tells a steward that a chat uninstalled the app, and until when its data waits.</summary>
    public static Card Uninstalled(string workspace, int days, DateTimeOffset until) => Card.Say(
        $"{workspace} uninstalled Companion",
        Part.Says(Line.Of(new Inline.Plain($"I send nothing there any more. What I know from there is kept for {days} days, until "), Wording.Day(until), new Inline.Plain("."))),
        Part.Says("Installing again before that day goes on where it stopped. After it I erase its people: names, notes and texts. Numbers and decisions stay, without names."));

    /// <summary>Tells a steward that somebody's account is gone.</summary>
    public static Card Left(Guid member, string name) => Card.Say(
        $"{name} is no longer there",
        Part.Says(Line.Of(new Inline.Person(member, name), new Inline.Plain(" was deactivated in your chat. Roles and open questions of theirs ended; what they decided stays in the log. Units they answered for are the stewards' now."))),
        Part.Offers(new Button("Units", "units"), new Button("Members", "members")));
}
