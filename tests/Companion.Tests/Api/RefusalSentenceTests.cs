using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Companion.Tests.Domain;
using Companion.Tests.Support;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Api;

/// <summary>Every refusal has a sentence beside its code, and a batch names all that is wrong with it.</summary>
public sealed class RefusalSentenceTests : IAsyncLifetime
{
    private Cooperative _coop = null!;
    private ApiClient _ci = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _coop = await SetUpAsync();
        _ci = await ApiClient.MadeByAsync(_coop.Http, _coop.Ana, Ct, "ci scope evidence,read");
    }

    public ValueTask DisposeAsync()
    {
        _coop.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Errors_of_form_and_of_content_are_named_together()
    {
        var refused = await _ci.PostAsync("""[{"unit":"contributors","criterion":"turnout","value":200},{"unit":"contributors","criterion":"turnout","valeu":30},{"unit":"moon","criterion":"turnout","value":30},{"unit":"contributors","criterion":"turnout","value":30}]""", Ct);

        Assert.Equal(
            ["0 value.range", "1 field.unknown", "1 value.missing", "2 unit.unknown"],
            refused.Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("index")} {e.GetProperty("code").GetString()}"));
        Assert.Equal("3 items are wrong, in 4 ways; nothing was kept. See errors.", refused.Detail);
    }

    [Theory]
    [InlineData("{}", "1 item is wrong, in 3 ways; nothing was kept. See errors.")]
    [InlineData("""{"unit":"contributors","unit":"gate","criterion":"turnout","value":1}""", "The body has the field \"unit\" twice in one object.")]
    [InlineData("""{"items":[{"unit":"contributors","criterion":"turnout","value":1,"value":2}]}""", "The body has the field \"value\" twice in one object.")]
    [InlineData("{\n  \"unit\": }", "The body is not JSON that can be read: line 2, byte 11.")]
    [InlineData("""{"unit":"contributors","criterion":"reward-gini","value":60}""", "reward-gini is a number from 0 to 1.")]
    [InlineData("""{"unit":"tech-stack","criterion":"vendor-hhi","value":10001}""", "vendor-hhi is a number from 0 to 10,000 (points).")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":101}""", "turnout is a percentage from 0 to 100.")]
    public async Task The_sentence_says_what_is_wrong(string json, string detail) => Assert.Equal(detail, (await _ci.PostAsync(json, Ct)).Detail);

    [Fact]
    public async Task A_thousand_empty_items_are_counted_and_the_first_hundred_named()
    {
        var refused = await _ci.PostAsync($"[{string.Join(',', Enumerable.Repeat("{}", 50))}]", Ct);

        Assert.Equal("50 items are wrong, in 150 ways; nothing was kept. The first 100 stand in errors.", refused.Detail);
    }

    [Fact]
    public async Task A_gate_of_which_nothing_is_left_to_measure_says_so()
    {
        await DoneAsync(_coop.Ana, "criteria gate remove breaking-changes because it does not matter here");
        var opinions = await _ci.PostAsync(new { unit = "gate", criterion = "breaking-changes", value = 1 }, Ct);
        await DoneAsync(_coop.Ana, "criteria gate remove iterations-left because it does not matter here");
        await DoneAsync(_coop.Ana, "criteria gate remove predictable because it does not matter here");
        var nothing = await _ci.PostAsync(new { unit = "gate", criterion = "breaking-changes", value = 1 }, Ct);

        Assert.Equal("gate has no criterion \"breaking-changes\". All of its criteria are opinions, which people are asked for in check-ins.", opinions.Detail);
        Assert.Equal("gate has no criterion \"breaking-changes\". It has no criteria.", nothing.Detail);
    }

    [Theory]
    [InlineData("GET", "/api/v1/moons", 404, "route.unknown", "There is nothing at this address.")]
    [InlineData("DELETE", "/api/v1/evidence", 405, "method.wrong", "This address takes another method.")]
    [InlineData("GET", "/api/v1/units?page=one", 400, "request.malformed", "The request cannot be read")]
    public async Task What_no_endpoint_answers_has_a_code_and_a_sentence_too(string method, string path, int status, string code, string says)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _ci.Token);
        using var response = await _coop.Http.SendAsync(request, Ct);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);

        Assert.Equal((status, code), ((int)response.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_media_type_is_refused_with_a_sentence()
    {
        var refused = await _ci.PostAsync(new StringContent("unit,criterion", Encoding.UTF8, "text/csv"), Ct);

        Assert.Equal((415, "Send the body as application/json."), (refused.Status, refused.Detail));
    }
}
