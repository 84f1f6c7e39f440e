using System.Net;
using AngleSharp.Html.Parser;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Dashboard;

/// <summary>Two organisations in one database, each with a page of its own.</summary>
public sealed class OrganisationsTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(1));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_runs_the_server_chooses_and_each_page_shows_one()
    {
        var (app, http) = await TwoAsync(isPublic: false);
        using var both = app;

        var choice = new HtmlParser().ParseDocument(await http.GetStringAsync("/", Ct));
        var links = choice.QuerySelectorAll("main a").ToDictionary(a => a.TextContent, a => a.GetAttribute("href")!);

        Assert.Equal(["Acme", "Tern"], links.Keys.Order());
        var acme = await http.GetStringAsync(links["Acme"], Ct);
        Assert.Contains("<h1 dir=\"auto\">Acme</h1>", acme, StringComparison.Ordinal);
        Assert.DoesNotContain("Tern", acme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_sees_the_page_whose_address_it_was_given_and_no_list()
    {
        var (app, http) = await TwoAsync(isPublic: true);
        using var both = app;
        http.DefaultRequestHeaders.Host = "companion.example.org";

        var choice = await http.GetStringAsync("/", Ct);
        using var unknown = await http.GetAsync($"/organisations/{Guid.CreateVersion7(Monday)}", Ct);

        Assert.DoesNotContain("Acme", choice, StringComparison.Ordinal);
        Assert.DoesNotContain("Tern", choice, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("Acme", await http.GetStringAsync($"/organisations/{await IdAsync(app, "Acme")}", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_elsewhere_no_page_shows_while_the_dashboard_is_not_public()
    {
        var (app, http) = await TwoAsync(isPublic: false);
        using var both = app;
        http.DefaultRequestHeaders.Host = "companion.example.org";

        foreach (var path in (string[])["/", $"/organisations/{await IdAsync(app, "Acme")}"])
        {
            using var answer = await http.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    private static async Task<(App App, HttpClient Http)> TwoAsync(bool isPublic)
    {
        var (app, other) = await OtherChat.InAsync(Monday, Ct, isPublic ? [("Dashboard:Public", "true")] : []);
        var http = app.CreateClient();
        await other.MeetAsync("Zoe", Ct, begins: true);
        await other.SayAsync("Zoe", "setup", Ct, null, ("organisation", "Acme"), ("units", "contributors"), ("cadence", "every month on the first Tuesday 10:00 Europe/Berlin"));
        var you = await ChatPerson.NamedAsync(http, "You", Ct);
        await you.SubmitAsync("setup", new() { ["you"] = "Ana", ["organisation"] = "Tern", ["units"] = "finance", ["cadence"] = "every month on the first Tuesday 10:00 Europe/Berlin" }, Ct);
        return (app, http);
    }

    private static async Task<Guid> IdAsync(App app, string name)
    {
        var organisations = app.Services.GetRequiredService<OrganisationStore>();
        foreach (var id in await organisations.AllAsync(Ct))
            if ((await organisations.GetAsync(id, Ct)).Name == name)
                return id;
        throw new InvalidOperationException($"There is no {name}.");
    }
}
