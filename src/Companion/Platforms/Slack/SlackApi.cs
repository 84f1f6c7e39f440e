using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Slack;

/// <summary>Slack's methods over HTTP. Whatever goes wrong leaves as a <see cref="SlackException"/>; see https://docs.slack.dev/apis/web-api/.</summary>
internal sealed class SlackApi(IHttpClientFactory clients, IOptions<Settings> settings)
{
    public const string ClientName = "slack";

    /// <summary>How long a call may take that nobody waits for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long a call may take while a person waits: three seconds are all there is.</summary>
    public static readonly TimeSpan WithinRequest = TimeSpan.FromMilliseconds(2200);

    public Task<JsonElement> CallAsync(string token, string method, JsonObject arguments, TimeSpan patience, CancellationToken ct) =>
        SendAsync(token, method, Json(arguments), patience, ct);

    /// <summary>For the methods that take a form and no JSON.</summary>
    public Task<JsonElement> AskAsync(string? token, string method, TimeSpan patience, CancellationToken ct, params (string Name, string? Value)[] arguments) =>
        SendAsync(token, method, new FormUrlEncodedContent(arguments.Where(a => a.Value is not null).Select(a => KeyValuePair.Create(a.Name, a.Value))), patience, ct);

    /// <summary>The methods whose client is proved by its id and secret.</summary>
    public Task<JsonElement> AuthorizeAsync(CancellationToken ct, params (string Name, string? Value)[] arguments) =>
        AskAsync(null, "oauth.v2.access", Patience, ct, [("client_id", settings.Value.ClientId), ("client_secret", settings.Value.ClientSecret), .. arguments]);

    /// <summary>Posts an answer to the address that came with a request. The address is checked: only Slack's own hosts are answered at.</summary>
    /// <exception cref="SlackException">It was not taken.</exception>
    public async Task RespondAsync(string address, JsonObject message, TimeSpan patience, CancellationToken ct)
    {
        if (!settings.Value.MayAnswerAt(address))
            throw new SlackException("response_url", "foreign_host");

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = Json(message) };
        using var response = await TransmitAsync(request, "response_url", patience, ct);
        if (!response.IsSuccessStatusCode)
            throw Failed(response, "response_url");
    }

    private async Task<JsonElement> SendAsync(string? token, string method, HttpContent content, TimeSpan patience, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Value.Api, method)) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await TransmitAsync(request, method, patience, ct);
        if (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500)
            throw Failed(response, method);

        var reply = Parse(await ReadAsync(response, method, patience, ct), method);
        if (!reply.IsTrue("ok"))
            throw new SlackException(method, reply.Text("error") ?? SlackException.Garbage, AfterOf(response));
        return reply;
    }

    /// <summary>The scopes that a token has, as Slack says them with every answer.</summary>
    public async Task<(JsonElement Reply, IReadOnlyList<string> Scopes)> TestAsync(string token, TimeSpan patience, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Value.Api, "auth.test")) { Content = Json([]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await TransmitAsync(request, "auth.test", patience, ct);
        var reply = Parse(await ReadAsync(response, "auth.test", patience, ct), "auth.test");
        if (!reply.IsTrue("ok"))
            throw new SlackException("auth.test", reply.Text("error") ?? SlackException.Garbage);
        return (reply, response.Headers.TryGetValues("x-oauth-scopes", out var scopes) ? [.. string.Join(',', scopes).Split(',', StringSplitOptions.TrimEntries)] : []);
    }

    private async Task<HttpResponseMessage> TransmitAsync(HttpRequestMessage request, string method, TimeSpan patience, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            return await clients.CreateClient(ClientName).SendAsync(request, limit.Token);
        }
        catch (HttpRequestException e)
        {
            throw new SlackException(method, SlackException.Unreachable, inner: e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new SlackException(method, SlackException.TimedOut, inner: e);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, string method, TimeSpan patience, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            return await response.Content.ReadAsByteArrayAsync(limit.Token);
        }
        catch (HttpRequestException e)
        {
            throw new SlackException(method, SlackException.Unreachable, inner: e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new SlackException(method, SlackException.TimedOut, inner: e);
        }
    }

    private static JsonElement Parse(byte[] body, string method)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new SlackException(method, SlackException.Garbage, inner: e);
        }
    }

    private static SlackException Failed(HttpResponseMessage response, string method) => response.StatusCode == HttpStatusCode.TooManyRequests
        ? new(method, "ratelimited", AfterOf(response) ?? TimeSpan.FromSeconds(30))
        : new(method, string.Create(CultureInfo.InvariantCulture, $"http_{(int)response.StatusCode}"));

    private static TimeSpan? AfterOf(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private static StringContent Json(JsonObject value) => new(value.ToJsonString(SlackJson.Plain), Encoding.UTF8, "application/json");
}
