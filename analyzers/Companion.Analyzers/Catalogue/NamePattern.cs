using System;

namespace Companion.Analyzers.Catalogue;

/// <summary>A name with <c>*</c> for any run of characters.</summary>
internal readonly struct NamePattern(string pattern)
{
    private readonly string[] _parts = pattern.Split('*');

    public override string ToString() => string.Join("*", _parts);

    public bool Matches(string name, StringComparison comparison = StringComparison.Ordinal)
    {
        var first = _parts[0];
        if (_parts.Length == 1)
            return name.Equals(first, comparison);

        var last = _parts[_parts.Length - 1];
        if (name.Length < first.Length + last.Length || !name.StartsWith(first, comparison) || !name.EndsWith(last, comparison))
            return false;

        var at = first.Length;
        for (var i = 1; i < _parts.Length - 1; i++)
        {
            at = name.IndexOf(_parts[i], at, name.Length - last.Length - at, comparison);
            if (at < 0)
                return false;
            at += _parts[i].Length;
        }

        return true;
    }
}
