using AngleSharp.Html.Parser;
using Companion.CommandLine;
using Companion.Core.Decisions;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Net.Http.Json;
using System.Text.Json;

namespace Companion.Tests.Faults;

/// <summary>SQL and HTML in every field of every form: kept as text, shown as text.</summary>
public sealed class HostileTextTests
{
    private const string Hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'; DROP TABLE answers;-- {{7*7}} ${7*7} \u202e";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_in_forms_stays_text_in_every_page_and_message()
    {
        using var app = new App(Team.Monday);
        using var http = app.CreateClient();
        var steward = await ChatPerson.NamedAsync(http, "You", Ct);
        var setUp = Team.SetUp(people: "Ben", owners: "Ben", organisation: Hostile[..70]);
        setUp["rationale"] = Hostile;
        Assert.Equal("done", (await steward.SubmitAsync("setup", setUp, Ct)).Kind);
        var ben = await ChatPerson.NamedAsync(http, "Ben", Ct);

        await FillAsync(app, steward, ben);

        foreach (var place in new[] { "direct", "general" })
            foreach (var person in new[] { steward, ben })
                await ExpectTextAsync(http, person, place);
        ExpectNothingInjected(await http.GetStringAsync("/", Ct));
    }

    [Fact]
    public async Task Characters_that_a_database_cannot_keep_are_left_out_and_the_log_stays_whole()
    {
        using var app = new App(Team.Monday, postgres: await Postgres.NewSiteAsync(Ct));
        using var http = app.CreateClient();
        await Team.SetUpAsync(http, Ct);
        var ben = await ChatPerson.NamedAsync(http, "Ben", Ct);

        Assert.Equal("done", (await ben.SubmitAsync("target contributors", new() { ["target"] = "80", ["rationale"] = "be\0fore" }, Ct)).Kind);
        await ben.SayAsync("sta\0tus\0", Ct);
        using var general = await ben.SendAsync(new { @as = ben.Id, text = "hello\0", @in = "general" }, Ct);
        using var key = await ben.SendAsync(new { @as = ben.Id, text = "status", key = "a\0b" }, Ct);
        using var person = await http.PostAsJsonAsync("/chat/people", new { name = "Zo\0e" }, Ct);

        Assert.Contains("before", (await ben.SayAsync("decisions 2", Ct)).Text, StringComparison.Ordinal);
        Assert.True((await ChainAsync(app)).Intact);
        Assert.Equal("hello", (await ben.InboxAsync(Ct, "general"))[^1].Text);
        Assert.Equal((200, 422, 201), ((int)general.StatusCode, (int)key.StatusCode, (int)person.StatusCode));
    }

    [Fact]
    public async Task A_form_full_of_nonsense_is_refused_at_its_fields()
    {
        using var app = new App(Team.Monday);
        using var http = app.CreateClient();
        var steward = await ChatPerson.NamedAsync(http, "You", Ct);
        string[] fields = ["you", "organisation", "zone", "people", "unit", "owners", "level", "rationale", "target", "by", "cadence"];

        var answer = await steward.SubmitAsync("setup", fields.ToDictionary(f => f, _ => Hostile), Ct);

        Assert.Equal("errors", answer.Kind);
        Assert.All(["zone", "unit", "by", "cadence"], field => Assert.NotEmpty(answer.ErrorAt(field)));
    }

    private static async Task<ChainReport> ChainAsync(App app)
    {
        var organisations = app.Services.GetRequiredService<OrganisationStore>();
        return await Verify.ChainOfAsync(organisations, app.Services.GetRequiredService<DecisionStore>(), (await organisations.AllAsync(Ct)).Single(), Ct);
    }

    private static async Task FillAsync(App app, ChatPerson steward, ChatPerson ben)
    {
        await ben.SubmitAsync("evidence contributors", new() { ["criterion"] = "first-response", ["value"] = "60", ["note"] = Hostile }, Ct);
        await ben.SubmitAsync("target contributors", new() { ["target"] = "60", ["rationale"] = Hostile }, Ct);
        await ben.SubmitAsync("decide contributors step-back", new() { ["to"] = "20", ["rationale"] = Hostile, ["effect"] = Hostile, ["cost"] = Hostile, ["review"] = "2026-02-02" }, Ct);
        await steward.SubmitAsync("checkin create", new() { ["name"] = Hostile[..70], ["units"] = "contributors", ["cadence"] = "every Tuesday 10:00" }, Ct);
        await steward.SayAsync($"checkin now {Hostile[..70]}", Ct);
        await ben.SubmitAsync("answer", new() { ["contributors/first-response"] = "50", ["contributors/first-response.note"] = Hostile, ["contributors/active-outside"] = "3" }, Ct);
        await app.AdvanceToAsync(Team.Monday.AddDays(30), Ct);
        await ben.SubmitAsync("review 3", new() { ["effect"] = Hostile, ["cost"] = Hostile, ["error"] = "Large" }, Ct);
        foreach (var line in new[] { "status", "why contributors", "why contributors first-response", "decisions", "decisions 2", "decisions 3", "decisions 4", "checkin", Hostile, $"decide {Hostile}", $"why contributors {Hostile}" })
            await ben.SayAsync(line, Ct);
    }

    private static async Task ExpectTextAsync(HttpClient http, ChatPerson person, string place)
    {
        var look = await http.GetFromJsonAsync<JsonElement>($"/chat/messages?as={person.Id}&in={place}", Ct);
        var html = string.Concat(look.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("html").GetString()));

        Assert.NotEmpty(html);
        ExpectNothingInjected(html);
    }

    private static void ExpectNothingInjected(string html)
    {
        var document = new HtmlParser().ParseDocument(html);

        Assert.Empty(document.QuerySelectorAll("script, img, iframe, object, style"));
        Assert.DoesNotContain(document.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name == "style" || a.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("alert(1)", document.DocumentElement.TextContent, StringComparison.Ordinal);
    }
}
