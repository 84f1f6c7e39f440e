using System.Collections.Generic;
using System.Linq;

namespace Companion.Analyzers.Zones;

/// <summary>The words that name services, by their first letter: a name is held against the few that can begin where it does.</summary>
internal sealed class TokenTable
{
    private static readonly (string, int)[] None = [];
    private readonly string[] _tokens;
    private readonly (string Token, int Order)[]?[] _byLetter = new (string, int)[]?[128];

    public TokenTable(IEnumerable<string> tokens)
    {
        _tokens = tokens.ToArray();
        foreach (var letter in _tokens.Select((token, order) => (token, order)).GroupBy(t => char.ToLowerInvariant(t.token[0])))
        {
            _byLetter[letter.Key] = letter.ToArray();
            _byLetter[char.ToUpperInvariant(letter.Key)] = _byLetter[letter.Key];
        }
    }

    public string this[int order] => _tokens[order];

    public (string Token, int Order)[] At(char letter) => letter < 128 && _byLetter[letter] is { } tokens ? tokens : None;
}
