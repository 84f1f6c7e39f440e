using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>channel</c>, <c>channel here</c>, <c>channel contributors here</c>, <c>channel contributors none</c></summary>
/// <param name="Unit">Null for the whole organisation.</param>
/// <param name="Where">"here" or "none"; null to be shown.</param>
internal sealed record ChooseChannel(string? Unit, string? Where) : Command;

/// <summary>In which conversation a unit's summaries and decisions appear.</summary>
internal sealed class ChooseChannelHandler(ConversationStore conversations, UnitStore units)
{
    public async Task<Reply> HandleAsync(ChooseChannel command, Caller caller, CancellationToken ct)
    {
        if (command.Where is null)
            return new Reply.Show(ChannelView.List([.. (await conversations.ChannelsAsync(caller.Organisation.Id, ct)).Select(c => new ChannelChoice(c.Unit, c.Name))], await units.AllAsync(caller.Organisation.Id, ct)));
        Core.Units.Unit? unit = null;
        if (command.Unit is not null && Answers.Find(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out unit))
            return Answers.Refused(why);
        if (unit is null ? !caller.IsSteward : !caller.AnswersFor(unit))
            return Answers.Refused(new("channel.not-yours", unit is null ? "Only a steward chooses the organisation's channel." : $"Only an owner of {unit.Name} or a steward chooses its channel."));

        var here = command.Where == "here";
        if (here && caller.Input.Place.IsPrivate)
            return Answers.Refused(new("channel.private", $"This is a conversation of our own. Say it in the channel you mean: channel {(unit is null ? "" : $"{unit.Key} ")}here."));

        var reply = new Reply.Done(ChannelView.Chosen(unit?.Name, here));
        var effects = caller.Effects(reply, unit is null ? "the organisation's channel" : $"the channel of {unit.Name}", $"channel {unit?.Key}", null);
        await conversations.ChooseAsync(unit?.Key ?? "", caller.Input.ConnectionId, here ? caller.Input.Place.Id : null, effects, ct);
        return reply;
    }
}
