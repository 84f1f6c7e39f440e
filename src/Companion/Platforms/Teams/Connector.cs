using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Companion.Chat;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Teams;

/// <summary>Calls to the Bot Connector: only to its own hosts, at its pace, tried again where that helps. What does not work leaves as a <see cref="SendException"/>.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference</remarks>
internal sealed partial class Connector(IHttpClientFactory http, Tokens tokens, Pace pace, IOptions<Settings> settings, TimeProvider time, ILogger<Connector> logger)
{
    private const int Tries = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    /// <summary>Sends an activity into a conversation.</summary>
    /// <param name="replyTo">The activity it answers; null for none.</param>
    /// <param name="targeted">True for a message that only its recipient sees.</param>
    /// <returns>The id of the new message; empty when the Connector took it without saying one.</returns>
    public async Task<string> PostAsync(Route route, string conversation, string? replyTo, ReadOnlyMemory<byte> activity, bool targeted, CancellationToken ct)
    {
        var path = $"v3/conversations/{Uri.EscapeDataString(conversation)}/activities{(string.IsNullOrEmpty(replyTo) ? "" : $"/{Uri.EscapeDataString(replyTo)}")}{(targeted ? "?isTargetedActivity=true" : "")}";
        return (await CallAsync(HttpMethod.Post, route, path, conversation, activity, ct)).Text("id") ?? "";
    }

    /// <summary>Puts another activity in the place of a message.</summary>
    public Task PutAsync(Route route, string conversation, string message, ReadOnlyMemory<byte> activity, CancellationToken ct) =>
        CallAsync(HttpMethod.Put, route, $"v3/conversations/{Uri.EscapeDataString(conversation)}/activities/{Uri.EscapeDataString(message)}", conversation, activity, ct);

    /// <summary>Opens a person's own conversation with the bot, or finds it.</summary>
    /// <param name="user">The person as this bot knows them.</param>
    public async Task<string> OpenAsync(Route route, string user, string? bot, CancellationToken ct)
    {
        // Older documents put the tenant into channelData, newer ones beside it.
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new NewTalk(false, [new(user)], bot is null ? null : new(bot), route.Tenant, new(new(route.Tenant))), ConnectorJson.Default.NewTalk);
        return (await CallAsync(HttpMethod.Post, route, "v3/conversations", null, body, ct)).Text("id")
            ?? throw new SendException(SendFault.Retry, "a conversation without an id");
    }

    /// <summary>One member of a conversation, by any of their ids; null when they are not in it.</summary>
    public async Task<RosterMember?> MemberAsync(Route route, string conversation, string person, CancellationToken ct)
    {
        try
        {
            return RosterMember.Read(await CallAsync(HttpMethod.Get, route, $"v3/conversations/{Uri.EscapeDataString(conversation)}/members/{Uri.EscapeDataString(person)}", null, default, ct));
        }
        catch (SendException e) when (e.Fault is SendFault.Unreachable or SendFault.Bug)
        {
            return null;
        }
    }

    /// <summary>The members of a conversation, page by page.</summary>
    /// <param name="most">When to stop asking for more.</param>
    public async Task<IReadOnlyList<RosterMember>> RosterAsync(Route route, string conversation, int most, CancellationToken ct)
    {
        var members = new List<RosterMember>();
        string? next = null;
        do
        {
            var path = $"v3/conversations/{Uri.EscapeDataString(conversation)}/pagedmembers?pageSize=100{(next is null ? "" : $"&continuationToken={Uri.EscapeDataString(next)}")}";
            var page = await CallAsync(HttpMethod.Get, route, path, null, default, ct);
            members.AddRange((page.At("members") ?? default).Items().Select(RosterMember.Read).OfType<RosterMember>());
            next = page.Text("continuationToken");
        }
        while (!string.IsNullOrEmpty(next) && members.Count < most);
        return members;
    }

    private async Task<JsonElement> CallAsync(HttpMethod method, Route route, string path, string? sendsTo, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (!Uri.TryCreate(route.ServiceUrl.EndsWith('/') ? route.ServiceUrl : $"{route.ServiceUrl}/", UriKind.Absolute, out var root) || !settings.Value.IsServiceUrl(root))
            throw new SendException(SendFault.Bug, "a host that is not the Connector's");

        string? rejected = null;
        for (var attempt = 1; ; attempt++)
        {
            await pace.WaitAsync(route.Tenant, sendsTo, ct);
            var token = await tokens.GetAsync(rejected, ct);
            try
            {
                using var answer = await OnceAsync(method, new(root, path), body, token, ct);
                if (answer.IsSuccessStatusCode)
                    return await ReadAsync(answer, ct);
                // A token may be taken back before its time: one other is tried.
                if (answer.StatusCode == HttpStatusCode.Unauthorized && rejected is null && token is not null)
                {
                    rejected = token;
                    continue;
                }

                var fault = ConnectorFaults.Sort(answer.StatusCode, await ReadAsync(answer, ct), Wanted(answer));
                if (!ConnectorFaults.IsWorthAnotherTry(answer.StatusCode) || attempt >= Tries || fault.After > LongestPause)
                    throw fault;
                await PauseAsync(attempt, fault.After, (int)answer.StatusCode, ct);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                if (attempt >= Tries || !IsRepeatable(method, e))
                    throw new SendException(SendFault.Retry, e is OperationCanceledException ? "slow" : "unreachable", inner: e);
                await PauseAsync(attempt, null, 0, ct);
            }
        }
    }

    // A POST whose answer got lost may have put its message before people: only one that never left this machine is sent again here and now.
    internal static bool IsRepeatable(HttpMethod method, Exception e) => e is not OperationCanceledException && (method != HttpMethod.Post || e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    });

    private async Task<HttpResponseMessage> OnceAsync(HttpMethod method, Uri address, ReadOnlyMemory<byte> body, string? token, CancellationToken ct)
    {
        using var client = http.CreateClient(Setup.Client);
        using var request = new HttpRequestMessage(method, address);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (!body.IsEmpty)
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } };
        return await client.SendAsync(request, ct);
    }

    private Task PauseAsync(int attempt, TimeSpan? wanted, int status, CancellationToken ct)
    {
        TriedAgain(status, attempt);
        var pause = wanted ?? FirstPause * Math.Pow(2, attempt - 1) * (0.8 + (0.4 * Random.Shared.NextDouble()));
        return Task.Delay(pause, time, ct);
    }

    private TimeSpan? Wanted(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    // What was taken was taken, whatever the answer's body says: sending it again would say it twice.
    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    [LoggerMessage(LogLevel.Debug, "The Connector answered {Status}; attempt {Attempt} is followed by another.")]
    private partial void TriedAgain(int status, int attempt);
}

/// <summary>The way to the Connector for one tenant.</summary>
internal sealed record Route(string ServiceUrl, string Tenant);
