using System.Net.Http.Json;
using System.Text.Json;

namespace Companion.Tests.Crash;

/// <summary>The web chat's HTTP door, or several that lead to one database. A server that is gone answers null: then nobody knows whether it did what was asked.</summary>
internal sealed class Chat(params IReadOnlyList<Uri> addresses) : IDisposable
{
    private readonly List<HttpClient> _doors = [.. addresses.Select(a => new HttpClient { BaseAddress = a, Timeout = TimeSpan.FromSeconds(30) })];
    private int _turn;

    public async Task<Dictionary<string, Guid>> PeopleAsync(CancellationToken ct)
    {
        var people = await _doors[0].GetFromJsonAsync<JsonElement>("/chat/people", ct);
        return people.GetProperty("people").EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("id").GetGuid(), StringComparer.Ordinal);
    }

    public Task<Said?> SayAsync(Guid person, string text, string? key, CancellationToken ct) => PostAsync(new { @as = person, text, key }, mayRepeat: key is not null || text == "answer", ct);

    public Task<Said?> SubmitAsync(Guid person, string command, IReadOnlyDictionary<string, string> fields, string? key, CancellationToken ct) =>
        PostAsync(new { @as = person, form = new { command, fields }, key }, mayRepeat: key is not null, ct);

    public void Dispose() => _doors.ForEach(d => d.Dispose());

    /// <summary>At the next door; what has a key is said again at another one when nobody answered, as a platform would.</summary>
    private async Task<Said?> PostAsync(object body, bool mayRepeat, CancellationToken ct)
    {
        var first = Interlocked.Increment(ref _turn);
        for (var door = 0; door < (mayRepeat ? _doors.Count : 1); door++)
            if (await PostAsync(_doors[(first + door) % _doors.Count], body, ct) is { } said)
                return said;
        return null;
    }

    private static async Task<Said?> PostAsync(HttpClient door, object body, CancellationToken ct)
    {
        try
        {
            using var response = await door.PostAsJsonAsync("/chat/messages", body, ct);
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
