using System.Text.Json;
using Companion.Tests.Support;

namespace Companion.Tests.Views;

public sealed class FormTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(1));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_target_that_has_a_date_keeps_it_in_its_form()
    {
        using var app = new App(Monday);
        using var http = app.CreateClient();
        var ana = await SetUpAsync(http);

        var form = await ana.SayAsync("target contributors", Ct);

        Assert.Equal("2026-06-30", Field(form, "by").GetProperty("initial").GetString());
    }

    [Fact]
    public async Task A_cadence_that_names_no_zone_is_in_the_zone_of_the_organisation()
    {
        using var app = new App(Monday);
        using var http = app.CreateClient();
        var ana = await SetUpAsync(http, "every month on the first Tuesday 10:00");

        Assert.Contains("10:00 Europe/Berlin", (await ana.SayAsync("checkin", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_channel_shows_that_a_line_was_meant_for_Companion()
    {
        using var app = new App(Monday);
        using var http = app.CreateClient();
        var ana = await SetUpAsync(http);

        using var said = await ana.SendAsync(new { @as = ana.Id, text = "@companion status", @in = "general" }, Ct);

        said.EnsureSuccessStatusCode();
        Assert.Equal("@companion status", Assert.Single(await ana.InboxAsync(Ct, "general")).Text);
    }

    private static JsonElement Field(ChatAnswer form, string name) =>
        form.Reply.GetProperty("form").GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name);

    private static async Task<ChatPerson> SetUpAsync(HttpClient http, string? cadence = null)
    {
        var you = await ChatPerson.NamedAsync(http, "You", Ct);
        var done = await you.SubmitAsync("setup", new()
        {
            ["you"] = "Ana",
            ["organisation"] = "Tern",
            ["zone"] = "Europe/Berlin",
            ["unit"] = "contributors",
            ["level"] = "0",
            ["target"] = "40",
            ["by"] = "2026-06-30",
            ["cadence"] = cadence ?? "every month on the first Tuesday 10:00",
        }, Ct);
        Assert.Equal("done", done.Kind);
        return you;
    }
}
