using System.Net;
using System.Text;
using Companion.Tests.Support;

namespace Companion.Tests.Faults;

/// <summary>Whatever comes in, the answer is plain and nothing breaks.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly App _app = new(Team.Monday);
    private readonly HttpClient _http;

    public BadInputTests() => _http = _app.CreateClient();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _app.Dispose();
    }

    [Theory]
    [InlineData("staus", "Did you mean: status")]
    [InlineData("desicions", "Did you mean: decisions")]
    [InlineData("xyzzy", "There is no command \"xyzzy\"")]
    [InlineData("decide contributrs", "Did you mean contributors?")]
    [InlineData("why contributors know-hw", "Did you mean know-how?")]
    [InlineData("answer many", "is not the number of a check-in round")]
    [InlineData("decide contributors leap", "Choose advance, hold or step-back")]
    [InlineData("decisions 99", "There is no decision 99")]
    [InlineData("review 99", "There is no decision 99")]
    [InlineData("timeoff some day", "I cannot read these days")]
    [InlineData("timeoff 2020-01-01", "have passed")]
    [InlineData("checkin later", "There is checkin create, edit, now, pause and resume")]
    [InlineData("target", "The target of what?")]
    [InlineData("evidence", "Evidence for what?")]
    [InlineData("snooze contributors", "Nothing about External contributors waits for you")]
    [InlineData("decide contributors hold", "Only an owner of External contributors decides this")]
    public async Task A_line_that_cannot_be_followed_says_what_can(string line, string says)
    {
        var steward = await Team.SetUpAsync(_http, Ct);

        var answer = await steward.SayAsync(line, Ct);

        Assert.Equal("show", answer.Kind);
        Assert.Contains(says, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("{\"as\":\"nobody\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":\"status\"}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"as\":\"00000000-0000-0000-0000-000000000000\",\"text\":\"status\"}", HttpStatusCode.UnprocessableEntity)]
    public async Task Broken_messages_are_refused_with_a_reason(string json, HttpStatusCode status)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");

        using var response = await _http.PostAsync("/chat/messages", content, Ct);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Messages_that_are_none_or_too_much_are_refused()
    {
        var steward = await Team.SetUpAsync(_http, Ct);

        using var nothing = await steward.SendAsync(new { @as = steward.Id }, Ct);
        using var two = await steward.SendAsync(new { @as = steward.Id, text = "status", button = "status" }, Ct);
        using var empty = await steward.SendAsync(new { @as = steward.Id, text = "  " }, Ct);
        using var huge = await steward.SendAsync(new { @as = steward.Id, text = new string('x', 100_000) }, Ct);
        using var elsewhere = await steward.SendAsync(new { @as = steward.Id, text = "status", @in = "elsewhere" }, Ct);
        using var hugeField = await steward.SendAsync(new { @as = steward.Id, form = new { command = "setup", fields = new { people = new string('x', 100_000) } } }, Ct);

        Assert.All([nothing, two, empty, huge, elsewhere, hugeField], r => Assert.Equal(HttpStatusCode.UnprocessableEntity, r.StatusCode));
        Assert.Contains("100,000 characters", await huge.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_a_megabyte_and_a_form_post_are_refused()
    {
        await using var app = new App(Team.Monday);
        using var http = new HttpClient { BaseAddress = app.Listen() };
        using var megabyte = new StringContent($"{{\"text\":\"{new string('x', 1_000_000)}\"}}", Encoding.UTF8, "application/json");
        using var form = new FormUrlEncodedContent([new("text", "status")]);
        using var deep = new StringContent($"{{\"as\":{new string('[', 5000)}", Encoding.UTF8, "application/json");

        using var tooLarge = await http.PostAsync("/chat/messages", megabyte, Ct);
        using var wrongType = await http.PostAsync("/chat/messages", form, Ct);
        using var tooDeep = await http.PostAsync("/chat/messages", deep, Ct);
        using var wrongMethod = await http.DeleteAsync("/chat/messages", Ct);

        Assert.Equal(
            [HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.BadRequest, HttpStatusCode.MethodNotAllowed],
            [tooLarge.StatusCode, wrongType.StatusCode, tooDeep.StatusCode, wrongMethod.StatusCode]);
    }

    [Theory]
    [InlineData("👩‍🚀 Zoë")]
    [InlineData("שרה")]
    [InlineData("\u202eevil")]
    [InlineData("Ro\u0300b\u0301ert') DROP TABLE members --")]
    [InlineData("<img src=x onerror=alert(1)>")]
    public async Task Any_name_is_a_name(string name)
    {
        var steward = await ChatPerson.NamedAsync(_http, "You", Ct);
        await steward.SubmitAsync("setup", Team.SetUp(people: name, owners: name), Ct);

        var person = await ChatPerson.NamedAsync(_http, name, Ct);
        var status = await person.SayAsync("status contributors", Ct);

        Assert.Equal("show", status.Kind);
        Assert.Contains("External contributors", status.Text, StringComparison.Ordinal);
    }
}
