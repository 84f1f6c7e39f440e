using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Companion.Tests.Support;

/// <summary>Somebody in the local web chat, through its HTTP door.</summary>
internal sealed class ChatPerson(HttpClient http, Guid id, string name)
{
    public Guid Id => id;

    public string Name => name;

    /// <summary>The person of that name among those one can be.</summary>
    public static async Task<ChatPerson> NamedAsync(HttpClient http, string name, CancellationToken ct)
    {
        var people = (await http.GetFromJsonAsync<JsonElement>("/chat/people", ct)).GetProperty("people").EnumerateArray();
        var found = people.Single(p => p.GetProperty("name").GetString() == name);
        return new(http, found.GetProperty("id").GetGuid(), name);
    }

    public Task<ChatAnswer> SayAsync(string text, CancellationToken ct, string? key = null) =>
        PostAsync(new { @as = id, text, key }, ct);

    public Task<ChatAnswer> SubmitAsync(string command, Dictionary<string, string> fields, CancellationToken ct, string? key = null) =>
        PostAsync(new { @as = id, form = new { command, fields }, key }, ct);

    public async Task<HttpResponseMessage> SendAsync(object body, CancellationToken ct) => await http.PostAsJsonAsync("/chat/messages", body, ct);

    /// <summary>The messages of the person's own conversation, in order.</summary>
    public async Task<IReadOnlyList<ChatMessage>> InboxAsync(CancellationToken ct, string where = "direct")
    {
        var look = await http.GetFromJsonAsync<JsonElement>($"/chat/messages?as={id}&in={where}", ct);
        return
        [
            .. look.GetProperty("messages").EnumerateArray().Select(m => new ChatMessage(
                m.GetProperty("id").GetGuid(), m.GetProperty("from").GetProperty("id").GetString()!, m.GetProperty("at").GetDateTimeOffset(), m.GetProperty("text").GetString()!)),
        ];
    }

    private async Task<ChatAnswer> PostAsync(object body, CancellationToken ct)
    {
        using var response = await SendAsync(body, ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
        return new(json.GetProperty("reply"), json.GetProperty("text").GetString()!);
    }
}

/// <summary>What Companion answered.</summary>
internal sealed record ChatAnswer(JsonElement Reply, string Text)
{
    public string Kind => Reply.GetProperty("kind").GetString()!;

    public string ErrorAt(string field) => Reply.GetProperty("byField").GetProperty(field).GetString()!;
}

/// <summary>A message in a conversation.</summary>
internal sealed record ChatMessage(Guid Id, string From, DateTimeOffset At, string Text);
