using System.Collections.Immutable;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Storage;

namespace Companion.Templates;

/// <summary>The built-in units and the stability gate, from <c>units.json</c>: data, not code.</summary>
internal sealed record UnitTemplates(ImmutableArray<Criterion> Gate, ImmutableArray<UnitTemplate> Units)
{
    private static readonly Lazy<UnitTemplates> Embedded = new(Load);

    public static UnitTemplates BuiltIn => Embedded.Value;

    /// <summary>What a unit from scratch begins with: five positions to be named, and nothing that guards them.</summary>
    public static UnitTemplate Blank { get; } = new("", "", Harm.Medium,
    [
        new(20, "stage 20", "Say what changes for people here."),
        new(40, "stage 40", "Say what changes for people here."),
        new(60, "stage 60", "Say what changes for people here."),
        new(80, "stage 80", "Say what changes for people here."),
        new(100, "community-run", "The community runs it."),
    ], []);

    public UnitTemplate? Find(string key) => Units.FirstOrDefault(u => string.Equals(u.Key, key, StringComparison.Ordinal));

    private static UnitTemplates Load()
    {
        using var stream = typeof(UnitTemplates).Assembly.GetManifestResourceStream("Companion.Templates.units.json")
            ?? throw new InvalidOperationException("units.json is not part of the program.");
        using var reader = new StreamReader(stream);
        return Json.Read<UnitTemplates>(reader.ReadToEnd());
    }
}

/// <summary>A unit as it starts out.</summary>
internal sealed record UnitTemplate(string Key, string Name, Harm Harm, ImmutableArray<Stage> Stages, ImmutableArray<Criterion> Criteria);
