using Companion.Messages;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>help</c>, <c>help decide</c></summary>
internal sealed record ShowHelp(string? Topic) : Command
{
    public override bool OnlyShows => true;
}

internal static class ShowHelpHandler
{
    public static Reply Handle(ShowHelp command, Caller caller)
    {
        if (command.Topic is null)
            return new Reply.Show(HelpView.All(caller.Organisation.IsSetUp));

        return HelpTopics.Find(command.Topic) is { } topic
            ? new Reply.Show(HelpView.One(topic))
            : new Reply.Show(HelpView.Unknown(command.Topic, HelpTopics.Nearest(command.Topic)));
    }
}
