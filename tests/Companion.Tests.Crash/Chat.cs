using System.Net.Http.Json;
using System.Text.Json;

namespace Companion.Tests.Crash;

/// <summary>The web chat's HTTP door. A server that is gone answers null: then nobody knows whether it did what was asked.</summary>
internal sealed class Chat(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public async Task<Dictionary<string, Guid>> PeopleAsync(CancellationToken ct)
    {
        var people = await _http.GetFromJsonAsync<JsonElement>("/chat/people", ct);
        return people.GetProperty("people").EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("id").GetGuid(), StringComparer.Ordinal);
    }

    public Task<Said?> SayAsync(Guid person, string text, string? key, CancellationToken ct) => PostAsync(new { @as = person, text, key }, ct);

    public Task<Said?> SubmitAsync(Guid person, string command, IReadOnlyDictionary<string, string> fields, string? key, CancellationToken ct) =>
        PostAsync(new { @as = person, form = new { command, fields }, key }, ct);

    public void Dispose() => _http.Dispose();

    private async Task<Said?> PostAsync(object body, CancellationToken ct)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync("/chat/messages", body, ct);
            if ((int)response.StatusCode >= 500)
                throw new InvalidOperationException($"The server answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(ct)}");

            var json = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
            return new(json.GetProperty("reply").GetProperty("kind").GetString()!, json.GetProperty("text").GetString()!, json.GetProperty("reply").Clone());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the server answered.</summary>
internal sealed record Said(string Kind, string Text, JsonElement Reply);
