using Companion.Chat;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Platforms.Teams;

/// <summary>Everything that is not an invoke: what people say, and what happens to conversations.</summary>
internal sealed partial class Activities(
    Talks talks, People people, Welcome welcome, Sender sender, ChatPipeline pipeline, InboxStore inbox, OrganisationStore organisations, Repeats repeats, Signals signals, TimeProvider time, ILogger<Activities> logger)
{
    // Teams posts again after about 15 seconds without an answer. What takes longer than this is brought by the inbox.
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(10);
    private const int MostMentioned = 20;

    public async Task TakeAsync(Activity activity, CancellationToken ct)
    {
        if (activity is not { Tenant: { } tenant, Conversation.Id.Length: > 0 } || activity.Place.Length > 500)
            return;

        var added = activity.MembersAdded?.Any(m => IsBot(m, activity)) == true || activity is { Type: "installationUpdate", Action: "add" or "add-upgrade" };
        var removed = activity.MembersRemoved?.Any(m => IsBot(m, activity)) == true || activity is { Type: "installationUpdate", Action: "remove" } || activity.EventType is "teamDeleted" or "teamHardDeleted";
        // Something about a tenant that never had the bot, or lost it, brings nobody back.
        if (!added && activity.Type != "message")
        {
            await ChangedAsync(activity, tenant, removed, ct);
            return;
        }

        if (await talks.TenantAsync(activity, tenant, isInstalled: added, ct) is not { } at)
            await NotInstalledAsync(activity, tenant, ct);
        else if (added)
            await welcome.ArriveAsync(activity, at.Connection, wasAway: at.Before is { IsQuiet: true }, ct);
        else
            await HearAsync(activity, at.Connection, isNew: at.Before is null, ct);
    }

    private async Task NotInstalledAsync(Activity activity, string tenant, CancellationToken ct)
    {
        Unknown(tenant);
        if (activity.Key is not { } key || repeats.IsFirst(key))
            await welcome.SayAsync(Route(activity), activity, Card.Say("I do not know your organisation yet", Part.Says("Nobody told me that I was added. Remove me and add me again, and I say hello.")), ct);
    }

    private async Task ChangedAsync(Activity activity, string tenant, bool removed, CancellationToken ct)
    {
        if (activity.Type is not ("conversationUpdate" or "installationUpdate") || await talks.FindAsync(tenant, ct) is not { IsQuiet: false } workspace)
            return;

        var connection = workspace.Connection;
        if (removed)
        {
            welcome.Leave(activity, connection);
            await talks.LeftAsync(connection, activity, activity.EventType ?? "uninstalled", ct);
        }
        else if (activity is { EventType: "channelDeleted" } && activity.ChannelData.Text("channel", "id") is { } channel)
            await talks.GoneAsync(connection, channel, "channelDeleted", ct);
        else if (activity.EventType is "channelRenamed" or "channelRestored")
            await talks.KeepAsync(connection, activity, null, isOurs: true, ct);
        else if (!activity.IsPersonal && (activity.MembersAdded is { Length: > 0 } || activity.MembersRemoved is { Length: > 0 }))
            await welcome.MeetAllAsync(activity, connection, ct);
    }

    private async Task HearAsync(Activity activity, Connection connection, bool isNew, CancellationToken ct)
    {
        if (activity.From is not { Person: not null } from || from.Id == activity.Recipient?.Id || Receiver.Read(activity, connection.Id) is not { } read)
            return;
        if (activity.Key is { } key && !repeats.IsFirst(key))
        {
            Repeated(key.Length);
            return;
        }

        var handled = false;
        try
        {
            var member = await people.MeetAsync(connection, Route(activity), activity, from, mayBegin: isNew, ct);
            await Task.WhenAll(Receiver.Mentioned(activity).Take(MostMentioned).Select(other => MeetMentionedAsync(activity, connection, other, ct)));
            var talk = await talks.KeepAsync(connection, activity, member, isOurs: true, ct);
            if (read.IsRefused(out var why, out var input))
            {
                await welcome.SayAsync(Route(activity), activity, Card.Say("Not done", Part.Says(why.Reason)), ct);
                handled = true;
                return;
            }

            await AnswerAsync(input, await pipeline.HandleAsync(Receiver.IsStep(Receiver.Pressed(activity)) ? Receiver.Asking(input) : input, ct), connection, ct);
            handled = true;
            if (activity.IsPersonal && People.Iana(activity.Zone) is null && TalkDetails.Read(talk?.Details) is not { AskedZone: true })
                await AskZoneAsync(activity, connection, ct);
        }
        finally
        {
            // What came to nothing is a first again when Teams posts it again.
            if (!handled && activity.Key is { } tried)
                repeats.Forget(tried);
        }
    }

    private async Task MeetMentionedAsync(Activity activity, Connection connection, Account other, CancellationToken ct)
    {
        if (await people.ResolveAsync(Route(activity), activity.Place, other, ct) is { } known)
            await people.MeetAsync(connection, Route(activity), activity, known, mayBegin: false, ct);
    }

    /// <summary>Brings the answer now, or, when Teams takes nothing at the moment, keeps it for the inbox.</summary>
    private async Task AnswerAsync(ChatInput input, Reply reply, Connection connection, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(InTime);
        try
        {
            await sender.AnswerAsync(input, reply, limit.Token);
        }
        catch (SendException e) when (e.Fault == SendFault.Retry && input.Key is not null)
        {
            NotYet(e.Code);
            await LaterAsync(input, connection, ct);
        }
        catch (SendException e)
        {
            NotAnswered(e.Code);
            // A channel that is gone is told to the stewards by whoever sends news there.
            if (e.Fault == SendFault.Unreachable && input.Place.IsPrivate)
                await talks.GoneAsync(connection, input.Place.Id, e.Code, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested && input.Key is not null)
        {
            NotYet("slow");
            await LaterAsync(input, connection, ct);
        }
    }

    private async Task LaterAsync(ChatInput input, Connection connection, CancellationToken ct)
    {
        await inbox.AddHandledAsync(connection.OrganisationId, input, time.GetUtcNow(), ct);
        signals.Changed();
    }

    private async Task AskZoneAsync(Activity activity, Connection connection, CancellationToken ct)
    {
        await talks.AskedZoneAsync(connection, activity.Place, ct);
        await welcome.SayAsync(Route(activity), activity, WelcomeView.AskZone((await organisations.GetAsync(connection.OrganisationId, ct)).Zone), ct);
    }

    private static bool IsBot(Account account, Activity activity) => account.Id is { } id && id == activity.Recipient?.Id;

    private static Route Route(Activity activity) => new(activity.ServiceUrl!, activity.Tenant!);

    [LoggerMessage(LogLevel.Debug, "A message of Teams came again (key of {Length} characters) and was left alone.")]
    private partial void Repeated(int length);

    [LoggerMessage(LogLevel.Information, "Tenant {Tenant} never installed the app; what it says is not taken. It is taken once the app is added there, or the tenant is listed in Teams:Tenants.")]
    private partial void Unknown(string tenant);

    [LoggerMessage(LogLevel.Warning, "An answer was not taken ({Code}); it will be brought later.")]
    private partial void NotYet(string code);

    [LoggerMessage(LogLevel.Warning, "An answer was not taken ({Code}), and will not be.")]
    private partial void NotAnswered(string code);
}
