using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Companion.Tests.Support;

/// <summary>A program with a token, at the API's door.</summary>
internal sealed class ApiClient(HttpClient http, string? token)
{
    /// <summary>Makes a token as a steward does, in the chat, and takes it from where it is shown once.</summary>
    public static async Task<ApiClient> MadeByAsync(HttpClient http, ChatPerson steward, CancellationToken ct, string wish = "ci")
    {
        var made = await steward.SayAsync($"token create {wish}", ct);
        Assert.Equal("done", made.Kind);
        return new(http, SecretIn(made));
    }

    public static string SecretIn(ChatAnswer made) => made.Reply.GetProperty("card").GetProperty("parts").EnumerateArray()
        .Single(p => p.GetProperty("type").GetString() == "field" && p.GetProperty("label").GetString() == "Token")
        .GetProperty("value").GetProperty("inlines")[0].GetProperty("text").GetString()!;

    public string? Token => token;

    public Task<ApiAnswer> GetAsync(string path, CancellationToken ct) => SendAsync(new(HttpMethod.Get, $"/api/v1{path}"), ct);

    public Task<ApiAnswer> PostAsync(object body, CancellationToken ct, string? key = null) => PostAsync(JsonSerializer.Serialize(body), ct, key);

    public Task<ApiAnswer> PostAsync(string json, CancellationToken ct, string? key = null) => PostAsync(new StringContent(json, Encoding.UTF8, "application/json"), ct, key);

    public Task<ApiAnswer> PostAsync(HttpContent content, CancellationToken ct, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/evidence") { Content = content };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return SendAsync(request, ct);
    }

    private async Task<ApiAnswer> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request, ct);
            var json = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? await response.Content.ReadFromJsonAsync<JsonElement>(ct) : default;
            return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, json, response.Headers.RetryAfter?.Delta, response.Headers.Contains("Idempotency-Replayed"));
        }
    }
}

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(int Status, string? MediaType, JsonElement Json, TimeSpan? RetryAfter, bool IsReplayed)
{
    /// <summary>The stable code of a refusal, which is a problem document.</summary>
    public string Code
    {
        get
        {
            Assert.Equal("application/problem+json", MediaType);
            Assert.Equal(Status, Json.GetProperty("status").GetInt32());
            Assert.NotEqual("", Json.GetProperty("title").GetString());
            return Json.GetProperty("code").GetString()!;
        }
    }

    public string Detail => Json.GetProperty("detail").GetString()!;
}
