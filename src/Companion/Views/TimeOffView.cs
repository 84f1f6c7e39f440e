using Companion.Core.Members;
using Companion.Messages;

namespace Companion.Views;

internal static class TimeOffView
{
    public static Card List(IReadOnlyCollection<TimeOff> ahead) => ahead.Count == 0
        ? Card.Say("No time off ahead", Part.Says(Line.Of(new Inline.Plain("Write for instance "), new Inline.Typed("timeoff 20-24 Feb"), new Inline.Plain(" or "), new Inline.Typed("timeoff tomorrow"), new Inline.Plain("."))))
        : Card.Say("Your time off", new Part.Bullets([.. ahead.Select(t => (Line)Words(t))]), Part.Offers(new Button("Take it all back", "timeoff clear")));

    public static Card Kept(TimeOff? off) => off is null
        ? Card.Say("Time off taken back", Part.Says("Messages reach you in your working hours again."))
        : Card.Say($"Time off: {Words(off)}", Part.Says("Nothing reaches you on these days, and your clocks stand still."), Part.Offers(new Button("Your time off", "timeoff")));

    private static string Words(TimeOff off) => off.From == off.To ? Wording.Day(off.From) : $"{Wording.Day(off.From)} to {Wording.Day(off.To)}";
}
