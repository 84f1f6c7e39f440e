using Companion.Chat;
using Companion.Messages;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Chat;

public sealed class SecondChatTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 10, 0, 0, TimeSpan.FromHours(1));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_may_begin_becomes_the_steward_a_guest_never_and_later_ones_do_not()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;

        await chat.MeetAsync("Gus", Ct, guest: true, begins: true);
        await chat.MeetAsync("Kim", Ct);
        await chat.MeetAsync("Ana", Ct, begins: true);
        await chat.MeetAsync("Ida", Ct, begins: true);

        var members = await app.Services.GetRequiredService<MemberStore>().AllAsync(chat.Connection.OrganisationId, Ct);
        Assert.Equal(["Ana"], members.Where(m => m.IsSteward).Select(m => m.Name));
        Assert.Equal("Not done", Title(await chat.SayAsync("Gus", "setup", Ct)));
        Assert.IsType<Reply.OpenForm>(await chat.SayAsync("Ana", "setup", Ct));
    }

    [Fact]
    public async Task What_the_platform_says_aboutsidea_person_is_kept_up_to_date_except_what_they_chose_themselves()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;
        var identities = app.Services.GetRequiredService<IdentityStore>();
        var sam = await identities.MeetAsync(chat.Connection, new("U1", "Sam, Doe", "Europe/Paris", false, false, false), Monday, Ct);
        var other = await identities.MeetAsync(chat.Connection, new("U2", "Sam Doe", null, false, false, false), Monday, Ct);

        await identities.MeetAsync(chat.Connection, new("U1", "Samira", "Europe/Rome", false, false, false), Monday, Ct);
        await chat.SayAsync("U2", "hours zone Asia/Tokyo", Ct);
        await identities.MeetAsync(chat.Connection, new("U2", "Sam Doe", "Europe/Rome", true, false, false), Monday, Ct);

        var members = (await app.Services.GetRequiredService<MemberStore>().AllAsync(chat.Connection.OrganisationId, Ct)).ToDictionary(m => m.Id);
        Assert.Equal(("Samira", "Europe/Rome"), (members[sam].Name, members[sam].Zone));
        Assert.Equal(("Sam Doe (2)", "Asia/Tokyo"), (members[other].Name, members[other].Zone));
    }

    [Fact]
    public async Task A_second_chat_joins_with_a_code_and_a_person_of_both_is_reached_once_where_they_were_active_last()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;
        using var http = app.CreateClient();
        var you = await ChatPerson.NamedAsync(http, "You", Ct);
        await you.SubmitAsync("setup", new() { ["organisation"] = "Tern", ["units"] = "contributors", ["cadence"] = "every month on the first Tuesday 10:00 Europe/Berlin", ["you"] = "Ana" }, Ct);
        await chat.MeetAsync("Ana", Ct, begins: true);

        await chat.SayAsync("Ana", $"connect {CodeIn((await you.SayAsync("connect", Ct)).Text)}", Ct);
        var link = CodeIn((await you.SayAsync("link", Ct)).Text);
        app.Time.Set(Monday.AddMinutes(5));
        await chat.SayAsync("Ana", $"link {link}", Ct);
        await you.SayAsync($"link confirm {link}", Ct);
        await you.SayAsync("checkin now", Ct);
        app.Time.Set(Monday.AddHours(2));
        await chat.SayAsync("Ana", "status", Ct);
        await app.TickAsync(Ct);

        Assert.Equal([("Ana", "Check-in: 3 questions")], chat.Sent.Where(s => s.Where == "Ana"));
        Assert.DoesNotContain(await you.InboxAsync(Ct), m => m.Text.Contains("Check-in: 3 questions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workspace_that_is_gone_goes_quiet_and_what_waits_goes_outsidewhen_it_comes_back()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;
        await SetUpAsync(app, chat);
        chat.Fault = new(SendFault.Disconnected, "token_revoked");
        await chat.SayAsync("Ana", "checkin now", Ct);
        await app.TickAsync(Ct);
        var connections = app.Services.GetRequiredService<ConnectionStore>();
        var quiet = await connections.GetAsync(chat.Connection.Id, Ct);

        chat.Fault = null;
        app.Time.Set(Monday.AddHours(1));
        await app.TickAsync(Ct);
        var whileQuiet = chat.Sent.Count;
        await connections.ConnectAsync(new(OtherChat.Name, "W1", "Tern on other", "Europe/Berlin", "{}", "sealed anew"), app.Time.GetUtcNow(), Ct);
        await app.TickAsync(Ct);

        Assert.Equal((true, "token_revoked", 0), (quiet.IsQuiet, quiet.QuietReason, whileQuiet));
        Assert.Contains(chat.Sent, s => s.Where == "Ana");
    }

    [Fact]
    public async Task The_news_of_a_unit_appear_in_its_channel_and_a_channel_that_is_gone_is_told_to_the_stewards_once()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;
        await SetUpAsync(app, chat);
        await chat.SayAsync("Ana", "channel here", Ct, channel: "C-all");
        await chat.SayAsync("Ana", "channel contributors here", Ct, channel: "C-contributors");
        await chat.SayAsync("Ana", "target contributors 40", Ct, null, ("target", "40"), ("rationale", "It is time."));
        await chat.SayAsync("Ana", "log", Ct, null, ("what", "We publish the budget"), ("rationale", "People ask for it."), ("unit", "-"), ("source", "https://chat.example/p1"));
        await app.TickAsync(Ct);
        var news = chat.Sent.Select(s => s.Where).Where(w => w.StartsWith("C-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();

        await KeepChannelAsync(app, chat, "C-contributors");
        chat.Fault = new(SendFault.Unreachable, "is_archived");
        await chat.SayAsync("Ana", "target contributors none", Ct, null, ("target", "none"), ("rationale", "Too early."));
        await app.TickAsync(Ct);
        chat.Fault = null;
        await app.TickAsync(Ct);

        Assert.Equal(["C-all", "C-contributors"], news);
        Assert.Single(chat.Sent, s => s == ("Ana", "A channel is out of reach"));
    }

    [Fact]
    public async Task A_message_that_cannot_be_changed_holds_up_no_other_and_makes_nobody_unreachable()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;
        await SetUpAsync(app, chat);
        await AskAsync(app, chat);
        chat.UpdateFault = new(SendFault.Unreachable, "message_not_found");
        await chat.SayAsync("Ana", "answer", Ct, null, ("gate/predictable", "4"));
        await chat.SayAsync("Ana", "target contributors 40", Ct, null, ("target", "40"), ("rationale", "It is time."));
        await chat.SayAsync("Ana", "channel here", Ct, channel: "C-all");
        await app.TickAsync(Ct);
        app.Time.Set(Monday.AddDays(1));
        await chat.SayAsync("Ana", "checkin pause", Ct);

        await app.TickAsync(Ct);

        Assert.Contains(chat.Sent, s => s.Where == "C-all");
        var address = await app.Services.GetRequiredService<AddressStore>().OfMemberAsync(chat.Connection.OrganisationId, await chat.MeetAsync("Ana", Ct), Ct);
        Assert.False(address!.IsUnreachable);
    }

    [Fact]
    public async Task A_platform_that_is_down_for_a_day_loses_nothing()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;
        await SetUpAsync(app, chat);
        await chat.SayAsync("Ana", "checkin now", Ct);
        chat.Fault = new(SendFault.Retry, "503", TimeSpan.FromSeconds(1));
        for (var minute = 0; minute < 24 * 60; minute += 5)
        {
            app.Time.Set(Monday.AddMinutes(minute));
            await app.Services.GetRequiredService<OutboxWorker>().SendDueAsync(Ct);
        }

        chat.Fault = null;
        app.Time.Set(Monday.AddHours(26));
        await app.TickAsync(Ct);

        Assert.Contains(chat.Sent, s => s.Where == "Ana");
    }

    [Fact]
    public async Task What_is_answered_while_its_message_is_on_its_way_is_updated_once_it_is_there()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;
        await SetUpAsync(app, chat);
        await chat.SayAsync("Ana", "checkin now", Ct);
        chat.Meanwhile = async () =>
        {
            chat.Meanwhile = null;
            await chat.SayAsync("Ana", "answer", Ct, null, ("gate/predictable", "4"));
        };

        await app.TickAsync(Ct);
        await app.TickAsync(Ct);

        Assert.Single(chat.Sent, s => s.Where == "Ana");
        Assert.Equal(["Check-in: thank you"], chat.Updated);
    }

    [Fact]
    public async Task What_is_answered_while_its_message_does_not_arrive_is_not_sent_any_more()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;
        await SetUpAsync(app, chat);
        await chat.SayAsync("Ana", "checkin now", Ct);
        chat.Fault = new(SendFault.Retry, "503");
        chat.Meanwhile = async () =>
        {
            chat.Meanwhile = null;
            await chat.SayAsync("Ana", "answer", Ct, null, ("gate/predictable", "4"));
        };
        await app.TickAsync(Ct);

        chat.Fault = null;
        app.Time.Set(Monday.AddHours(2));
        await app.TickAsync(Ct);

        Assert.DoesNotContain(chat.Sent, s => s.Where == "Ana");
    }

    [Fact]
    public async Task Whoever_a_steward_removed_stays_outsideuntil_a_steward_takes_them_back()
    {
        var (app, chat) = await OtherChat.InAsync(Monday, Ct);
        using var program = app;
        await SetUpAsync(app, chat);
        await chat.MeetAsync("Kim", Ct);
        await chat.SayAsync("Ana", "members remove Kim", Ct);

        await chat.MeetAsync("Kim", Ct);
        var outside = Title(await chat.SayAsync("Kim", "status", Ct));
        await chat.SayAsync("Ana", "members add Kim", Ct);
        var back = Title(await chat.SayAsync("Kim", "status", Ct));

        Assert.Equal(("I do not know you yet", "The equalizer"), (outside, back));
    }

    private static async Task AskAsync(App app, OtherChat chat)
    {
        await chat.SayAsync("Ana", "checkin now", Ct);
        await app.TickAsync(Ct);
    }

    private static Task KeepChannelAsync(App app, OtherChat chat, string channel) =>
        app.Services.GetRequiredService<ConversationStore>().KeepAsync(chat.Connection, new(channel, ConversationKind.Channel, null, "contributors"), app.Time.GetUtcNow(), Ct);

    private static async Task SetUpAsync(App app, OtherChat chat)
    {
        await chat.MeetAsync("Ana", Ct, begins: true);
        var reply = await chat.SayAsync("Ana", "setup", Ct, null, ("organisation", "Tern"), ("units", "contributors"), ("cadence", "every month on the first Tuesday 10:00 Europe/Berlin"));
        Assert.IsType<Reply.Done>(reply);
        app.Time.Set(app.Time.GetUtcNow().AddMinutes(1));
    }

    private static string CodeIn(string text) => System.Text.RegularExpressions.Regex.Match(text, "[A-Z2-9]{4}-[A-Z2-9]{4}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

    private static string Title(Reply reply) => Assert.IsType<Reply.Show>(reply).Card.Title;
}
