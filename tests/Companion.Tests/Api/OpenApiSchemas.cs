using System.Text.Json;

namespace Companion.Tests.Api;

/// <summary>Holds answers against the schemas of an OpenAPI document, as far as ours use the language: types, properties, required, items, references, one of several.</summary>
internal sealed class OpenApiSchemas(JsonElement document)
{
    public IEnumerable<string> Routes => document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {p.Name}"));

    public JsonElement Answer(string route, string method, string status)
    {
        var content = document.GetProperty("paths").GetProperty(route).GetProperty(method).GetProperty("responses").GetProperty(status).GetProperty("content");
        return content.EnumerateObject().First().Value.GetProperty("schema");
    }

    public IReadOnlyList<string> Mismatches(JsonElement value, JsonElement schema, string at = "$")
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var several))
            return several.EnumerateArray().Any(s => Mismatches(value, s, at).Count == 0) ? [] : [$"{at}: none of several"];
        if (schema.TryGetProperty("type", out var type) && !Types(type).Contains(TypeOf(value), StringComparer.Ordinal) && !(TypeOf(value) == "integer" && Types(type).Contains("number", StringComparer.Ordinal)))
            return [$"{at}: {TypeOf(value)} is not {type}"];

        return value.ValueKind switch
        {
            JsonValueKind.Object when schema.TryGetProperty("properties", out var properties) => [.. OfObject(value, schema, properties, at)],
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => [.. value.EnumerateArray().SelectMany((v, i) => Mismatches(v, items, $"{at}[{i}]"))],
            _ => [],
        };
    }

    private IEnumerable<string> OfObject(JsonElement value, JsonElement schema, JsonElement properties, string at)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Select(r => r.GetString()!).Where(n => !value.TryGetProperty(n, out _)))
                yield return $"{at}.{name} is missing";
        foreach (var property in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(property.Name, out var inner))
                yield return $"{at}.{property.Name} is not described";
            else
                foreach (var mismatch in Mismatches(property.Value, inner, $"{at}.{property.Name}"))
                    yield return mismatch;
        }
    }

    private JsonElement Resolve(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? Resolve(document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])) : schema;

    private static string[] Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
