using Companion.Messages;

namespace Companion.Commands;

/// <summary><c>share status</c>: the answer to another command, for everybody in the conversation.</summary>
internal sealed record ShareAnswer(Command Inner) : Command
{
    public override bool OnlyShows => Inner.OnlyShows;
}

internal static class ShareAnswerHandler
{
    /// <summary>What was only shown is shown to everybody; a refusal, a form and what changed something stay as they are.</summary>
    public static Reply Handle(Reply reply) => reply is Reply.Show { IsRefusal: false } show ? show with { Audience = Audience.Everyone } : reply;
}
