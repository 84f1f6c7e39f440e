using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Companion.Core.Readiness;
using Companion.Core.Units;

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

    /// <summary>Reads templates and checks them as a whole.</summary>
    /// <exception cref="InvalidDataException">They cannot be used; the message names everything that is wrong.</exception>
    public static UnitTemplates Read(string json)
    {
        UnitTemplates? templates;
        try
        {
            templates = JsonSerializer.Deserialize<UnitTemplates>(json, Strict);
        }
        // A stage refuses a position outside 1 to 100 by itself.
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"The templates cannot be read: {e.Message}", e);
        }

        var wrong = templates is null ? ["There is nothing in them."] : TemplateCheck.Of(templates);
        return wrong.IsEmpty ? templates! : throw new InvalidDataException($"The templates cannot be used. {string.Join(' ', wrong)}");
    }

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static UnitTemplates Load()
    {
        using var stream = typeof(UnitTemplates).Assembly.GetManifestResourceStream("Companion.Templates.units.json")
            ?? throw new InvalidOperationException("units.json is not part of the program.");
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }
}

/// <summary>A unit as it starts out.</summary>
internal sealed record UnitTemplate(string Key, string Name, Harm Harm, ImmutableArray<Stage> Stages, ImmutableArray<Criterion> Criteria);
