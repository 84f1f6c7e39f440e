using System.Collections.Frozen;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Companion.Platforms.Teams;

/// <summary>The Connector's public keys. They are fetched when first needed, and daily while nobody waits for it; an unknown key has them fetched again, but not more often than every five minutes, whoever asks.</summary>
internal sealed partial class SigningKeys(IHttpClientFactory http, IOptions<Settings> settings, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    public static readonly TimeSpan ForcedAtMostEvery = TimeSpan.FromMinutes(5);

    // When the address does not answer, known keys go on counting for as long as the Connector's documentation allows.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(24);
    private static readonly TimeSpan Tolerated = TimeSpan.FromDays(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Snapshot? _known;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;

    /// <summary>The key of that id; null when the Connector has none.</summary>
    /// <exception cref="KeysUnavailableException">The keys could not be fetched, so nothing can be told about any.</exception>
    public async Task<ConnectorKey?> FindAsync(string id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var known = _known;
        if (known is null || now - known.At > Tolerated)
            known = await RefreshAsync(AfterFailure, ct);
        else if (now - known.At > Fresh)
            _wanted.Writer.TryWrite(true);
        if (known is null || now - known.At > Tolerated)
            throw new KeysUnavailableException();
        if (known.Keys.TryGetValue(id, out var key))
            return key;

        return (await RefreshAsync(ForcedAtMostEvery, ct))?.Keys.GetValueOrDefault(id);
    }

    /// <summary>Fetches the keys again whenever they are a day old and somebody asked for one.</summary>
    public async Task KeepFreshAsync(CancellationToken ct)
    {
        await foreach (var _ in _wanted.Reader.ReadAllAsync(ct))
            if (_known is not { } known || time.GetUtcNow() - known.At > Fresh)
                await RefreshAsync(AfterFailure, ct);
    }

    /// <summary>How many keys may speak for a channel.</summary>
    /// <exception cref="KeysUnavailableException">The keys could not be fetched.</exception>
    public async Task<int> CountAsync(string channel, CancellationToken ct) =>
        (await RefreshAsync(AfterFailure, ct) ?? throw new KeysUnavailableException()).Keys.Values.Count(k => k.Endorsements.Contains(channel));

    private async Task<Snapshot?> RefreshAsync(TimeSpan atMostEvery, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            // Whoever waited meanwhile finds what the first one fetched.
            var now = time.GetUtcNow();
            if (now - _triedAt < atMostEvery)
                return _known;

            _triedAt = now;
            _known = await FetchAsync(now, ct);
            Fetched(_known.Keys.Count);
        }
        // The retriever wraps what went wrong in an IOException or an InvalidOperationException; a slow server ends as a cancellation of the client's own.
        catch (Exception e) when (e is IOException or InvalidOperationException or HttpRequestException or ArgumentException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            NotFetched(e, settings.Value.Metadata);
        }
        finally
        {
            _one.Release();
        }

        return _known;
    }

    private async Task<Snapshot> FetchAsync(DateTimeOffset now, CancellationToken ct)
    {
        using var client = http.CreateClient(Setup.Client);
        var metadata = settings.Value.Metadata;
        var documents = new HttpDocumentRetriever(client) { RequireHttps = !new Uri(metadata).IsLoopback };
        var found = await OpenIdConnectConfigurationRetriever.GetAsync(metadata, documents, ct);
        var keys = found.JsonWebKeySet.Keys.Where(k => k is { Kid.Length: > 0, Kty: JsonWebAlgorithmsKeyTypes.RSA }).DistinctBy(k => k.Kid).ToFrozenDictionary(k => k.Kid, k => new ConnectorKey(k, Endorsements(k)));
        // The Connector is never without keys: a document that holds none is a fault, and what was known goes on counting.
        return keys.Count > 0 ? new(keys, now) : throw new InvalidOperationException("The document of keys holds none.");
    }

    // Not a member that the standard knows: the channels whose activities this key may sign.
    private static FrozenSet<string> Endorsements(JsonWebKey key) =>
        key.AdditionalData.TryGetValue("endorsements", out var value) && value is JsonElement { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!).ToFrozenSet(StringComparer.Ordinal)
            : value is IEnumerable<object> items ? items.OfType<string>().ToFrozenSet(StringComparer.Ordinal)
            : FrozenSet<string>.Empty;

    public void Dispose() => _one.Dispose();

    [LoggerMessage(LogLevel.Debug, "Fetched {Count} keys of the Bot Connector.")]
    private partial void Fetched(int count);

    [LoggerMessage(LogLevel.Warning, "The keys of the Bot Connector could not be fetched from {Address}; known ones go on counting.")]
    private partial void NotFetched(Exception exception, string address);

    private sealed record Snapshot(FrozenDictionary<string, ConnectorKey> Keys, DateTimeOffset At);
}

/// <summary>A key and the channels it may speak for.</summary>
internal sealed record ConnectorKey(SecurityKey Key, FrozenSet<string> Endorsements);

/// <summary>Nothing can be verified at this moment.</summary>
internal sealed class KeysUnavailableException() : Exception("The keys of the Bot Connector could not be fetched.");
