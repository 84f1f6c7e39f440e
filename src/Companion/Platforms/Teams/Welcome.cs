using Companion.Chat;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Platforms.Teams;

/// <summary>The bot was added somewhere: people are met, and it says hello once.</summary>
internal sealed partial class Welcome(Talks talks, People people, OrganisationStore organisations, MemberStore members, Connector connector, Repeats repeats, ILogger<Welcome> logger)
{
    /// <summary>Teams tells an installation in two ways, in no sure order: the first one counts.</summary>
    /// <param name="wasAway">True for a tenant that had gone quiet.</param>
    public async Task ArriveAsync(Activity activity, Connection connection, bool wasAway, CancellationToken ct)
    {
        var route = new Route(activity.ServiceUrl!, activity.Tenant!);
        var installer = activity.From is { Person: not null } from && from.Id != activity.Recipient?.Id ? await people.ResolveAsync(route, activity.Place, from, ct) : null;
        Guid? member = installer is null ? null : await people.MeetAsync(connection, route, activity, installer, mayBegin: true, ct);
        var before = await talks.KeepAsync(connection, activity, member, isOurs: true, ct);
        var greets = (wasAway || before is null || before.InactiveReason is not null) && repeats.IsFirst(Key(connection, activity));
        if (!greets)
            return;

        var met = activity.IsPersonal ? null : await MeetAllAsync(activity, connection, ct);
        var card = activity.IsPersonal ? await PersonalAsync(connection, member, ct) : WelcomeView.Shared(met, $"@{activity.Recipient?.Name ?? "Companion"}");
        await SayAsync(route, activity, card, ct);
    }

    /// <summary>Meets whoever is in the team or chat of an activity.</summary>
    public Task<int?> MeetAllAsync(Activity activity, Connection connection, CancellationToken ct) => people.MeetAllAsync(
        connection,
        new(activity.ServiceUrl!, activity.Tenant!),
        activity.ChannelData.Text("team", "id") ?? activity.Place,
        activity.ChannelData.Text("team", "name") ?? activity.Conversation?.Name ?? "Teams chat",
        ct);

    /// <summary>The bot was removed: when it comes back, it says hello again.</summary>
    public void Leave(Activity activity, Connection connection) => repeats.Forget(Key(connection, activity));

    // A team is told of as its first channel and as the one the app was added from: it is one place all the same.
    private static string Key(Connection connection, Activity activity) => $"welcome {connection.Id} {activity.ChannelData.Text("team", "id") ?? activity.Place}";

    /// <summary>A card that matters to nobody later: when it cannot be brought now, it is not brought.</summary>
    public async Task SayAsync(Route route, Activity activity, Card card, CancellationToken ct)
    {
        try
        {
            await connector.PostAsync(route, activity.Place, null, Message.Of(Renderer.Render(card, Frame.Bare), card.Title, activity.Recipient?.Id, activity.Place), targeted: false, ct);
        }
        catch (SendException e)
        {
            NotGreeted(e.Code);
        }
    }

    private async Task<Card> PersonalAsync(Connection connection, Guid? id, CancellationToken ct)
    {
        var organisation = await organisations.GetAsync(connection.OrganisationId, ct);
        var member = id is { } known ? await members.FindMemberAsync(connection.OrganisationId, known, ct) : null;
        return WelcomeView.Personal(member?.Name.Split(' ')[0] ?? "there", organisation.IsSetUp, member?.IsSteward == true);
    }

    [LoggerMessage(LogLevel.Information, "A welcome was not taken: {Code}.")]
    private partial void NotGreeted(string code);
}
