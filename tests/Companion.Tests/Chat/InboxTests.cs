using Companion.Chat;
using Companion.Messages;
using Companion.Platforms.WebChat;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Chat;

public sealed class InboxTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(1));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_handled_after_a_restart()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("companion-").FullName, "companion.db");
        using (var before = new App(Monday, file))
            Assert.True(await KeepAsync(before, "timeoff 2026-02-20", "event 1"));

        using var after = new App(Monday, file);
        await after.Services.GetRequiredService<InboxWorker>().HandleWaitingAsync(Ct);

        using var http = after.CreateClient();
        var you = await ChatPerson.NamedAsync(http, "You", Ct);
        Assert.Contains("Fri 20 Feb 2026", (await you.SayAsync("timeoff", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_is_not_kept_twice_and_not_kept_again_after_it_was_handled()
    {
        using var app = new App(Monday);

        var first = await KeepAsync(app, "timeoff 2026-02-20", "event 1");
        var waiting = await KeepAsync(app, "timeoff 2026-02-20", "event 1");
        await app.Services.GetRequiredService<InboxWorker>().HandleWaitingAsync(Ct);
        var handled = await KeepAsync(app, "timeoff 2026-02-20", "event 1");

        Assert.Equal((true, false, false), (first, waiting, handled));
    }

    [Fact]
    public async Task Nobody_else_takes_what_a_worker_holds_until_its_lease_is_over()
    {
        using var app = new App(Monday);
        await KeepAsync(app, "status", "event 1");
        var inbox = app.Services.GetRequiredService<InboxStore>();

        var mine = await inbox.ClaimAsync(Guid.CreateVersion7(Monday), Monday, Ct);
        var theirs = await inbox.ClaimAsync(Guid.CreateVersion7(Monday), Monday.AddSeconds(30), Ct);
        var later = await inbox.ClaimAsync(Guid.CreateVersion7(Monday), Monday + InboxStore.Lease, Ct);

        Assert.NotNull(mine);
        Assert.Null(theirs);
        Assert.Equal((mine.Id, 2L), (later!.Id, later.Attempts));
    }

    [Fact]
    public async Task What_one_person_says_is_handled_in_its_order()
    {
        using var app = new App(Monday);
        await KeepAsync(app, "timeoff 2026-02-20", "event 1");
        app.Time.Set(Monday.AddSeconds(1));
        await KeepAsync(app, "timeoff clear", "event 2");
        var inbox = app.Services.GetRequiredService<InboxStore>();

        var first = await inbox.ClaimAsync(Guid.CreateVersion7(Monday), app.Time.GetUtcNow(), Ct);
        var meanwhile = await inbox.ClaimAsync(Guid.CreateVersion7(Monday), app.Time.GetUtcNow(), Ct);

        Assert.Equal("timeoff 2026-02-20", first!.Input.Said.Line);
        Assert.Null(meanwhile);
    }

    private static async Task<bool> KeepAsync(App app, string line, string key)
    {
        var connection = await app.Services.GetRequiredService<People>().ConnectAsync(Ct);
        var you = (await app.Services.GetRequiredService<MemberStore>().AllAsync(connection.OrganisationId, Ct))[0];
        var input = new ChatInput(connection.Id, you.Id.ToString(), new(you.Id.ToString(), IsPrivate: true), new(line), key, KeepsHistory: false);
        return await app.Services.GetRequiredService<InboxStore>().AddAsync(connection.OrganisationId, input, app.Time.GetUtcNow(), Ct);
    }
}
