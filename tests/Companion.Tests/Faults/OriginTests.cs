using System.Net;
using Companion.Tests.Support;
using Microsoft.AspNetCore.Hosting;

namespace Companion.Tests.Faults;

/// <summary>The local web chat lets anyone be anyone: it answers only this machine's own page.</summary>
public sealed class OriginTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:9999")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "companion.evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    public async Task Another_sites_page_is_refused(string header, string value)
    {
        using var app = new App(Team.Monday);
        using var http = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/chat/people");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain("\"people\"", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "http://localhost")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Host", "127.0.0.1")]
    [InlineData("Host", "[::1]")]
    public async Task Our_own_page_is_let_in(string header, string value)
    {
        using var app = new App(Team.Monday);
        using var http = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/chat/people");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("urls=http://0.0.0.0:5180", HttpStatusCode.NotFound)]
    [InlineData("urls=http://*:5180", HttpStatusCode.NotFound)]
    [InlineData("Kestrel:Endpoints:Public:Url=http://0.0.0.0:5180", HttpStatusCode.NotFound)]
    [InlineData("Slack:SigningSecret=0123456789abcdef Slack:BotToken=xoxb-1 Slack:ApiBaseUrl=http://127.0.0.1:9/api/", HttpStatusCode.NotFound)]
    [InlineData("WebChat:Enabled=false", HttpStatusCode.NotFound)]
    [InlineData("WebChat:Enabled=true", HttpStatusCode.OK)]
    public async Task It_is_there_only_on_loopback_and_beside_no_other_platform(string settings, HttpStatusCode status)
    {
        await using var app = new App(Team.Monday).WithWebHostBuilder(b =>
        {
            foreach (var setting in settings.Split(' '))
                b.UseSetting(setting.Split('=')[0], setting.Split('=')[1]);
        });
        using var http = app.CreateClient();

        using var response = await http.GetAsync("/chat", Ct);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task The_dashboard_is_this_machines_own_unless_made_public()
    {
        using var app = new App(Team.Monday);
        using var http = app.CreateClient();
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/");
        foreign.Headers.Host = "companion.example";

        using var refused = await http.SendAsync(foreign, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
