using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Companion.Collecting;

/// <summary>Hands measurements in at a running server, through its API. A request that got no answer is repeated with the same key, so it counts once.</summary>
internal sealed class EvidenceSender(HttpClient http)
{
    private const int Attempts = 3;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonSerializerOptions Readable = new(Options) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The keys of the criteria that can be measured, of a unit or of the gate.</summary>
    /// <exception cref="CollectingException">The server is not there, or refuses.</exception>
    public async Task<IReadOnlySet<string>> CriteriaAsync(string unit, CancellationToken ct)
    {
        var answer = await AskAsync(() => new(HttpMethod.Get, $"api/v1/units/{Uri.EscapeDataString(unit)}"), ct);
        return answer.GetProperty("criteria").EnumerateArray().Where(c => c.GetProperty("kind").GetString() != "Opinion").Select(c => c.GetProperty("key").GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <returns>How many measurements count now.</returns>
    /// <param name="key">Tells a repeat of this sending from another one.</param>
    /// <exception cref="CollectingException">The server is not there, or refuses; nothing was kept then.</exception>
    public async Task<int> SendAsync(IReadOnlyCollection<MeasurementToSend> measurements, string key, CancellationToken ct)
    {
        var answer = await AskAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/evidence") { Content = JsonContent.Create(new { items = measurements }, options: Options) };
                request.Headers.Add("Idempotency-Key", key);
                return request;
            },
            ct);
        return answer.GetProperty("items").GetArrayLength();
    }

    /// <summary>What would be sent, as JSON.</summary>
    public static string Body(IReadOnlyCollection<MeasurementToSend> measurements) => JsonSerializer.Serialize(new { items = measurements }, Readable);

    private async Task<JsonElement> AskAsync(Func<HttpRequestMessage> request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var asked = request();
                using var response = await http.SendAsync(asked, ct);
                if (response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests && attempt < Attempts)
                    await Task.Delay(Wait(response.Headers.RetryAfter, attempt), ct);
                else
                    return await ReadAsync(response, ct);
            }
            catch (HttpRequestException) when (attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), ct);
            }
            catch (HttpRequestException e)
            {
                throw new CollectingException($"The server at {http.BaseAddress} does not answer: {e.Message}", e);
            }
            catch (TaskCanceledException e) when (!ct.IsCancellationRequested)
            {
                throw new CollectingException($"The server at {http.BaseAddress} takes longer than {http.Timeout.TotalSeconds:0} seconds to answer.", e);
            }
        }
    }

    private static TimeSpan Wait(RetryConditionHeaderValue? after, int attempt) =>
        after?.Delta is { } wait && wait < TimeSpan.FromMinutes(1) ? wait : TimeSpan.FromSeconds(attempt);

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        JsonElement json;
        try
        {
            json = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
        }
        catch (JsonException e)
        {
            throw new CollectingException($"{http.BaseAddress} answered {(int)response.StatusCode}, but not as Companion does: is that its address?", e);
        }

        if (response.IsSuccessStatusCode)
            return json;
        var says = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        var each = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 1
            ? errors.EnumerateArray().Select(e => $"\n  {e.GetProperty("index").GetInt32() + 1}: {e.GetProperty("detail").GetString()}")
            : [];
        throw new CollectingException($"The server refused ({(int)response.StatusCode}): {says ?? "it gave no reason"}{string.Concat(each)}");
    }
}

/// <summary>One measurement in the shape of the API.</summary>
/// <param name="Value">A number, a yes or no, or null for what cannot be told.</param>
internal sealed record MeasurementToSend(string Unit, string Criterion, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] object? Value)
{
    public int? Cases { get; init; }

    public string? ObservedAt { get; init; }

    public string? Source { get; init; }

    public string? Link { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<string>? Places { get; init; }

    /// <param name="at">When it was measured; null for now.</param>
    public static MeasurementToSend Of(string unit, Figure figure, DateTimeOffset? at, string source, string? link) =>
        new(unit, figure.Criterion, figure.IsYesNo && figure.Value is { } yes ? yes == 1 : figure.Value)
        {
            Cases = figure.Cases,
            ObservedAt = at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            Source = source,
            Link = link,
            Note = figure.Says.Length > 1000 ? figure.Says[..1000] : figure.Says,
            Places = figure.Places.IsEmpty ? null : figure.Places,
        };
}
