using System.Text.Json;
using System.Text.RegularExpressions;

namespace Companion.Tests.Templates;

/// <summary>The part of JSON Schema (2020-12) that our schema uses; a word it does not know is an error, so that none is passed over.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Annotations = ["$schema", "title", "description", "$defs", "properties", "required", "additionalProperties"];

    public IEnumerable<string> Errors(JsonElement value) => Errors(root, value, "$");

    private IEnumerable<string> Errors(JsonElement schema, JsonElement value, string path)
    {
        foreach (var word in schema.EnumerateObject())
            foreach (var error in word.Name switch
            {
                "$ref" => Errors(root.GetProperty("$defs").GetProperty(word.Value.GetString()!["#/$defs/".Length..]), value, path),
                "type" => IsOf(word.Value.GetString()!, value) ? [] : [$"{path} is no {word.Value}"],
                "enum" => word.Value.EnumerateArray().Any(e => e.ToString() == value.ToString()) ? [] : [$"{path} is none of {word.Value}"],
                "minimum" => value.GetDecimal() >= word.Value.GetDecimal() ? [] : [$"{path} is below {word.Value}"],
                "exclusiveMinimum" => value.GetDecimal() > word.Value.GetDecimal() ? [] : [$"{path} is not above {word.Value}"],
                "maximum" => value.GetDecimal() <= word.Value.GetDecimal() ? [] : [$"{path} is above {word.Value}"],
                "minLength" => value.GetString()!.Length >= word.Value.GetInt32() ? [] : [$"{path} is too short"],
                "maxLength" => value.GetString()!.Length <= word.Value.GetInt32() ? [] : [$"{path} is too long"],
                "pattern" => Regex.IsMatch(value.GetString()!, word.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)) ? [] : [$"{path} does not look like {word.Value}"],
                "minItems" => value.GetArrayLength() >= word.Value.GetInt32() ? [] : [$"{path} has too few"],
                "maxItems" => value.GetArrayLength() <= word.Value.GetInt32() ? [] : [$"{path} has too many"],
                "items" => value.EnumerateArray().SelectMany((item, i) => Errors(word.Value, item, $"{path}[{i}]")),
                var annotation when Annotations.Contains(annotation) => [],
                var unknown => throw new NotSupportedException(unknown),
            })
                yield return error;

        if (schema.TryGetProperty("properties", out var properties) && value.ValueKind == JsonValueKind.Object)
            foreach (var error in Members(schema, properties, value, path))
                yield return error;
    }

    private IEnumerable<string> Members(JsonElement schema, JsonElement properties, JsonElement value, string path)
    {
        foreach (var required in schema.GetProperty("required").EnumerateArray().Where(r => !value.TryGetProperty(r.GetString()!, out _)))
            yield return $"{path} has no {required}";
        foreach (var member in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(member.Name, out var of))
                yield return $"{path} may have no {member.Name}";
            else
                foreach (var error in Errors(of, member.Value, $"{path}.{member.Name}"))
                    yield return error;
        }
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };
}
