using System.Collections.Generic;

namespace Companion.Analyzers.Text;

/// <summary>A set of names that may say yes too often and never says no wrongly: one bit for each hash, asked for every word of every file.</summary>
internal sealed class NameSet
{
    private const int Bits = 1 << 20;
    private readonly uint[] _bits = new uint[Bits / 32];

    public void Add(string name) => AddHash(Hash(name));

    public void AddAll(IEnumerable<uint> hashes)
    {
        foreach (var hash in hashes)
            AddHash(hash);
    }

    public bool Has(string name) => HasHash(Hash(name));

    public bool HasHash(uint hash)
    {
        var bit = hash & (Bits - 1);
        return (_bits[bit >> 5] & (1u << (int)(bit & 31))) != 0;
    }

    /// <summary>A letter beyond ASCII ends what is looked at, here and in files alike.</summary>
    public static uint Hash(string name)
    {
        var hash = Start;
        for (var i = 0; i < name.Length && name[i] < 128; i++)
            hash = Next(hash, name[i]);
        return hash;
    }

    /// <summary>The hash of no characters; <see cref="Next"/> takes them up one by one (FNV-1a).</summary>
    public const uint Start = 2166136261;

    public static uint Next(uint hash, char c) => (hash ^ c) * 16777619;

    private void AddHash(uint hash)
    {
        var bit = hash & (Bits - 1);
        _bits[bit >> 5] |= 1u << (int)(bit & 31);
    }
}
