using System.Collections.Concurrent;

namespace Companion.Platforms.Teams;

/// <summary>Tokens that were proved a moment ago. The Connector uses one for many activities; proving the same letters again would only prove the same again.</summary>
/// <remarks>Only true tokens come in, so nobody outside can fill it; none counts for longer than ten minutes, and none beyond its own end.</remarks>
internal sealed class Proofs
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, Proof> _proved = new(StringComparer.Ordinal);

    public Proof? Find(string token, DateTimeOffset now) => _proved.TryGetValue(token, out var proof) && proof.From <= now && now < proof.Until ? proof : null;

    public void Keep(string token, ConnectorKey key, string? serviceUrl, DateTimeOffset end, DateTimeOffset now)
    {
        if (_proved.Count >= Most)
            _proved.Clear();
        _proved[token] = new(key, serviceUrl, now, end < now + Longest ? end : now + Longest);
    }
}

/// <summary>What a token said that was proved.</summary>
internal sealed record Proof(ConnectorKey Key, string? ServiceUrl, DateTimeOffset From, DateTimeOffset Until);
