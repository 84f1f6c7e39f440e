using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Slack;

/// <summary>The App Home of each person: published when they open it, and again when what waits for them changes.</summary>
internal sealed partial class Home(
    Workspaces workspaces, Looks looks, HomeStore homes, MemberStore members, ChatPipeline pipeline, SlackApi api, Pace pace, Signals signals, TimeProvider time, ILogger<Home> logger) : BackgroundService
{
    private const string Line = "home";
    private const int AtOnce = 16;
    private const int Room = 20_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(2);

    private readonly Channel<(Guid Connection, string User)> _asked = Channel.CreateBounded<(Guid, string)>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<(Guid, string), HomeWish> _wishes = new();

    public bool IsIdle => _wishes.IsEmpty;

    /// <summary>Publishes soon. Who asks twice before it is done gets the later wish.</summary>
    public void Ask(HomeWish wish)
    {
        var key = (wish.Connection, wish.User);
        var isNew = true;
        _wishes.AddOrUpdate(key, wish, (_, _) =>
        {
            isNew = false;
            return wish;
        });
        if (isNew && !_asked.Writer.TryWrite(key))
            _wishes.TryRemove(key, out _);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(PublishAskedAsync(stoppingToken), LookAsync(stoppingToken));

    private Task PublishAskedAsync(CancellationToken ct) => Parallel.ForEachAsync(
        _asked.Reader.ReadAllAsync(ct),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
        async (key, stop) =>
        {
            if (_wishes.TryGetValue(key, out var wish))
                await TryPublishAsync(wish, stop);
            // A later wish came while this one was carried out.
            if (!_wishes.TryRemove(KeyValuePair.Create(key, wish!)) && _wishes.ContainsKey(key) && !_asked.Writer.TryWrite(key))
                _wishes.TryRemove(key, out _);
        });

    private async Task LookAsync(CancellationToken ct)
    {
        using var listener = signals.Listen();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await PublishChangedAsync(ct);
            }
            catch (StorageUnavailableException e)
            {
                NotRead(e);
            }

            await listener.WaitAsync(LookEvery, time, ct);
            await Task.Delay(Breath, time, ct);
        }
    }

    /// <summary>Publishes anew for everybody whose page shows what no longer waits, or not yet what does.</summary>
    public async Task PublishChangedAsync(CancellationToken ct)
    {
        foreach (var changed in await homes.ChangedAsync(SlackWorkspace.Platform, ct))
            await TryPublishAsync(new(changed.ConnectionId, changed.External, changed.Hash, 1), ct);
    }

    private async Task TryPublishAsync(HomeWish wish, CancellationToken ct)
    {
        try
        {
            await PublishAsync(wish, ct);
        }
        // Nothing is lost: whoever opens the page again asks again, and what changed is looked for again.
        catch (SlackException e)
        {
            NotPublished(wish.Connection, e.Code);
            if (e.After is { } after)
                pace.Pause(wish.Connection, "views.publish", after);
        }
        catch (StorageUnavailableException e)
        {
            NotRead(e);
        }
    }

    private async Task PublishAsync(HomeWish wish, CancellationToken ct)
    {
        if (pace.Paused(wish.Connection, "views.publish") > TimeSpan.Zero)
            throw new SlackException("views.publish", "ratelimited");

        var workspace = await workspaces.GetAsync(wish.Connection, ct);
        if (workspace.Kept.IsQuiet || await members.FindAsync(workspace.Id, wish.User, ct) is not { Id: var member })
            return;

        // Read before the page is made: what changes meanwhile is published by the next look.
        var waits = await homes.WaitsAsync(workspace.Connection.OrganisationId, member, ct);
        var view = await ViewAsync(workspace, wish, ct);
        var reply = await CallAsync(workspace, wish, view, ct);
        await homes.PublishedAsync(workspace.Connection, wish.User, reply, waits, time.GetUtcNow(), ct);
    }

    private async Task<JsonObject> ViewAsync(SlackWorkspace workspace, HomeWish wish, CancellationToken ct)
    {
        var reply = await pipeline.HandleAsync(new(workspace.Id, wish.User, new(wish.User, IsPrivate: true), new(Line), null), ct);
        var look = await looks.OfAsync(workspace, Surface.Home, ct);
        var blocks = Renderer.Blocks(Answers.CardOf(reply) ?? Card.Say("Companion"), look);
        return new() { ["type"] = "home", ["callback_id"] = Line, ["blocks"] = Block.Array(Pages.Of(blocks, wish.Page, PageSource.Of(Line), look).Select(b => b.Json)) };
    }

    /// <returns>The hash of what is published now.</returns>
    private async Task<string?> CallAsync(SlackWorkspace workspace, HomeWish wish, JsonObject view, CancellationToken ct)
    {
        var token = await workspaces.TokenAsync(workspace, ct);
        var arguments = new JsonObject { ["user_id"] = wish.User, ["view"] = view };
        if (wish.Hash is not null)
            arguments["hash"] = wish.Hash;
        try
        {
            return (await api.CallAsync(token, "views.publish", arguments, SlackApi.Patience, ct)).Child("view")?.Text("hash");
        }
        // Somebody published meanwhile: ours is made from what is true now, so it takes that one's place.
        catch (SlackException e) when (e.Code == "hash_conflict")
        {
            var fresh = new JsonObject { ["user_id"] = wish.User, ["view"] = await ViewAsync(workspace, wish, ct) };
            return (await api.CallAsync(token, "views.publish", fresh, SlackApi.Patience, ct)).Child("view")?.Text("hash");
        }
    }

    [LoggerMessage(LogLevel.Warning, "A home in workspace {Connection} was not published: {Code}.")]
    private partial void NotPublished(Guid connection, string code);

    [LoggerMessage(LogLevel.Error, "The homes could not be read; they are looked at again.")]
    private partial void NotRead(Exception exception);
}

/// <summary>Somebody wants their page.</summary>
/// <param name="Hash">The version it takes the place of; null when nobody knows.</param>
internal sealed record HomeWish(Guid Connection, string User, string? Hash, int Page);
