namespace Companion.Analyzers.Text;

/// <summary>A set of names that may say yes too often and never says no wrongly: one bit for each hash, asked for every word of every file.</summary>
internal sealed class NameSet
{
    private const int Bits = 1 << 20;
    private readonly uint[] _bits = new uint[Bits / 32];

    public bool IsEmpty { get; private set; } = true;

    public void Add(string name)
    {
        var hash = Start;
        foreach (var c in name)
            hash = Next(hash, c);
        AddHash(hash);
    }

    public void AddHash(uint hash)
    {
        var bit = hash & (Bits - 1);
        _bits[bit >> 5] |= 1u << (int)(bit & 31);
        IsEmpty = false;
    }

    public bool HasHash(uint hash)
    {
        var bit = hash & (Bits - 1);
        return (_bits[bit >> 5] & (1u << (int)(bit & 31))) != 0;
    }

    /// <summary>The hash of no characters; <see cref="Next"/> takes them up one by one (FNV-1a).</summary>
    public const uint Start = 2166136261;

    public static uint Next(uint hash, char c) => (hash ^ c) * 16777619;
}
