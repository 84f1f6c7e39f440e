using System.Net;
using System.Text;
using Companion.Tests.Support;

namespace Companion.Tests.Platforms.Teams;

/// <summary>The door for the emulator: unsigned, and only for a program on this machine that is no page in a browser.</summary>
public sealed class EmulatedDoorTests
{
    [Theory]
    [InlineData("", "", "", HttpStatusCode.OK)]
    [InlineData("Origin", "https://evil.example", "", HttpStatusCode.Unauthorized)]
    [InlineData("Sec-Fetch-Site", "cross-site", "", HttpStatusCode.Unauthorized)]
    [InlineData("Host", "evil.example", "", HttpStatusCode.Unauthorized)]
    [InlineData("X-Forwarded-For", "127.0.0.1", "", HttpStatusCode.Unauthorized)]
    [InlineData("X-Forwarded-Host", "localhost", "", HttpStatusCode.Unauthorized)]
    [InlineData("x-forwarded-proto", "https", "", HttpStatusCode.Unauthorized)]
    [InlineData("X-Original-For", "127.0.0.1:5180", "", HttpStatusCode.Unauthorized)]
    [InlineData("Forwarded", "for=127.0.0.1", "", HttpStatusCode.Unauthorized)]
    [InlineData("X-Real-IP", "127.0.0.1", "", HttpStatusCode.Unauthorized)]
    [InlineData("Via", "1.1 tunnel", "", HttpStatusCode.Unauthorized)]
    [InlineData("", "", "https://smba.trafficmanager.net/emea/", HttpStatusCode.Unauthorized)]
    public async Task Only_a_program_of_this_machine_is_the_emulator(string header, string value, string serviceUrl, HttpStatusCode status)
    {
        await using var cloud = await TeamsCloud.StartAsync();
        await using var app = new App(TeamsApp.Monday) { Set = { ["Teams:Emulator"] = "true" } };
        using var http = app.CreateClient();
        var activity = new TeamsPerson(TeamsApp.In(app, cloud), TeamsUser.Named("Ana")).Activity("typing", "a:1");
        if (serviceUrl.Length > 0)
            activity["serviceUrl"] = serviceUrl;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json") };
        if (header.Length > 0)
            request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
    }
}
