namespace Companion.Analyzers.Zones;

/// <summary>Whether a type is an adapter, and on which evidence: a person must be able to contest it.</summary>
internal sealed record Verdict(bool IsAdapter, string Evidence)
{
    public static Verdict No(string why) => new(false, why);

    public static Verdict Yes(string why) => new(true, why);
}
