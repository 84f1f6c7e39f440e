using System.Text.Json;
using Companion.Tests.Faults;
using Companion.Tests.Support;

namespace Companion.Tests.Api;

/// <summary>Units, assessments and decisions, read with a token; and the description the API gives of itself.</summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private readonly App _app = new(Team.Monday);
    private readonly HttpClient _http;
    private ChatPerson _steward = null!;
    private ApiClient _board = null!;

    public ReadingTests() => _http = _app.CreateClient();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _steward = await Team.SetUpAsync(_http, Ct);
        _board = await ApiClient.MadeByAsync(_http, _steward, Ct, "board scope evidence,read");
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task A_unit_shows_its_stages_and_what_guards_them()
    {
        var unit = (await _board.GetAsync("/units/Contributors", Ct)).Json;
        var gate = (await _board.GetAsync("/units/gate", Ct)).Json;

        Assert.Equal(("contributors", "External contributors", "Low"), (unit.GetProperty("key").GetString(), unit.GetProperty("name").GetString(), unit.GetProperty("harm").GetString()));
        var criterion = unit.GetProperty("criteria").EnumerateArray().Single(c => c.GetProperty("key").GetString() == "active-outside");
        Assert.Equal(("Measured", "Number", "AtLeast", 5m, "contributors"), (criterion.GetProperty("kind").GetString(), criterion.GetProperty("answer").GetString(), criterion.GetProperty("comparison").GetString(), criterion.GetProperty("threshold").GetDecimal(), criterion.GetProperty("countedIn").GetString()));
        Assert.Equal(["breaking-changes", "iterations-left", "predictable"], gate.GetProperty("criteria").EnumerateArray().Select(c => c.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task An_assessment_says_where_a_unit_is_and_why_and_when_that_changes()
    {
        await _board.PostAsync(new { unit = "contributors", criterion = "active-outside", value = 6 }, Ct);

        var one = (await _board.GetAsync("/units/contributors/assessment", Ct)).Json;
        var all = (await _board.GetAsync("/assessments", Ct)).Json;

        Assert.Equal(("Unproven", 40, 0, 60), (one.GetProperty("status").GetString(), one.GetProperty("level").GetInt32(), one.GetProperty("supported").GetInt32(), one.GetProperty("target").GetProperty("level").GetInt32()));
        Assert.Contains("is unproven since 2026-01-05", one.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal(Team.Monday.AddDays(90), one.GetProperty("nextChangeAt").GetDateTimeOffset());
        Assert.Equal(one.GetRawText(), all.GetProperty("items")[0].GetRawText());
    }

    [Fact]
    public async Task Decisions_come_in_pages_and_can_be_searched()
    {
        await _steward.SubmitAsync("setup", new() { ["unit"] = "finance", ["level"] = "20", ["target"] = "40", ["rationale"] = "the treasury has rules" }, Ct);
        var ben = await ChatPerson.NamedAsync(_http, "Ben", Ct);
        await ben.SayAsync("target contributors 80 by 2026-12-31 because outsiders ask for it", Ct);

        var all = (await _board.GetAsync("/decisions?perPage=1&page=2", Ct)).Json;
        var total = all.GetProperty("total").GetInt32();
        var byBen = (await _board.GetAsync($"/decisions?by={ben.Id}&kind=set-target&from=2026-01-05&to=2026-01-05", Ct)).Json;
        var words = (await _board.GetAsync("/decisions?text=treasury&unit=finance", Ct)).Json;
        var one = (await _board.GetAsync($"/decisions/{total}", Ct)).Json;

        Assert.True(total >= 3);
        Assert.Equal(total - 1, all.GetProperty("items")[0].GetProperty("number").GetInt64());
        Assert.Equal(["outsiders ask for it"], byBen.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("rationale").GetString()));
        Assert.Equal("finance", words.GetProperty("items")[0].GetProperty("unit").GetString());
        Assert.Equal(("SetTarget", "Ben", 64), (one.GetProperty("decision").GetProperty("kind").GetString(), one.GetProperty("decision").GetProperty("decidedBy").GetProperty("name").GetString(), one.GetProperty("hash").GetString()!.Length));
    }

    [Theory]
    [InlineData("/units/moon", 404, "unit.unknown")]
    [InlineData("/units/gate/assessment", 404, "unit.unknown")]
    [InlineData("/decisions/99", 404, "decision.unknown")]
    [InlineData("/decisions/9223372036854775807", 404, "decision.unknown")]
    [InlineData("/decisions/-1", 404, "decision.unknown")]
    [InlineData("/decisions/one", 404, "route.unknown")]
    [InlineData("/moon", 404, "route.unknown")]
    [InlineData("/evidence", 405, "method.wrong")]
    [InlineData("/decisions?page=0", 422, "page.range")]
    [InlineData("/decisions?page=2147483647", 422, "page.range")]
    [InlineData("/units?perPage=201", 422, "page.range")]
    [InlineData("/decisions?page=many", 400, "request.malformed")]
    [InlineData("/decisions?by=Ben", 400, "request.malformed")]
    [InlineData("/decisions?by=00000000-0000-0000-0000-000000000000", 422, "filter.by")]
    [InlineData("/decisions?kind=wish", 422, "filter.kind")]
    [InlineData("/decisions?kind=3", 422, "filter.kind")]
    [InlineData("/decisions?kind=", 422, "filter.kind")]
    [InlineData("/decisions?from=yesterday", 422, "filter.day")]
    [InlineData("/decisions?unit=moon", 404, "unit.unknown")]
    public async Task What_is_not_there_is_said_as_a_problem_with_a_code(string path, int status, string code)
    {
        var answer = await _board.GetAsync(path, Ct);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_description_names_every_route_and_describes_real_answers()
    {
        var document = JsonDocument.Parse(await _http.GetStringAsync("/api/v1/openapi.json", Ct)).RootElement;
        await _board.PostAsync(new { unit = "contributors", criterion = "active-outside", value = 6 }, Ct);
        var schema = new OpenApiSchemas(document);

        Assert.Equal(
            ["GET /api/v1/assessments", "GET /api/v1/decisions", "GET /api/v1/decisions/{number}", "GET /api/v1/units", "GET /api/v1/units/{key}", "GET /api/v1/units/{key}/assessment", "POST /api/v1/evidence"],
            schema.Routes.Order(StringComparer.Ordinal));
        foreach (var (route, path) in new[]
        {
            ("/api/v1/units", "/units"), ("/api/v1/units/{key}", "/units/contributors"), ("/api/v1/units/{key}", "/units/gate"), ("/api/v1/units/{key}/assessment", "/units/contributors/assessment"),
            ("/api/v1/assessments", "/assessments"), ("/api/v1/decisions", "/decisions"), ("/api/v1/decisions/{number}", "/decisions/1"),
        })
            Assert.Equal([], schema.Mismatches((await _board.GetAsync(path, Ct)).Json, schema.Answer(route, "get", "200")));
        Assert.Equal([], schema.Mismatches((await _board.GetAsync("/units/moon", Ct)).Json, schema.Answer("/api/v1/units/{key}", "get", "404")));
        Assert.Equal([], schema.Mismatches((await _board.PostAsync(new { unit = "gate", criterion = "breaking-changes", value = 0 }, Ct)).Json, schema.Answer("/api/v1/evidence", "post", "200")));
        Assert.Equal([], schema.Mismatches((await _board.PostAsync("[{}]", Ct)).Json, schema.Answer("/api/v1/evidence", "post", "422")));
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());
    }
}
