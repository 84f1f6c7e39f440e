using System.Collections.Immutable;
using System.Text.Json;

namespace Companion.Platforms.Slack;

/// <summary>What was filled into a modal, by the names of the form's fields. See https://docs.slack.dev/reference/views/modal-views.</summary>
internal static class FormValues
{
    // An option must have a value, and "no answer" has none of its own.
    public static string Encode(string value) => $"={value}";

    private static string Decode(string? value) => value is ['=', .. var rest] ? rest : "";

    /// <summary>The people who were picked, by field: they are users, and commands know members.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Picked(JsonElement state) => Elements(state)
        .Where(e => e.Value.Text("type") is "multi_users_select")
        .ToDictionary(e => e.Field, IReadOnlyList<string> (e) => [.. e.Value.Items("selected_users").Where(u => u.ValueKind == JsonValueKind.String).Select(u => u.GetString()!)], StringComparer.Ordinal);

    /// <param name="state">The <c>state</c> of a view.</param>
    public static ImmutableSortedDictionary<string, string> Read(JsonElement state)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (field, value) in Elements(state))
            fields[field] = Value(value);
        return fields.ToImmutable();
    }

    private static IEnumerable<(string Field, JsonElement Value)> Elements(JsonElement state)
    {
        if (state.Child("values") is not { ValueKind: JsonValueKind.Object } values)
            yield break;

        foreach (var block in values.EnumerateObject())
        {
            if (block.Value.Child(FormRenderer.Action) is { } element)
                yield return (block.Name, element);
        }
    }

    private static string Value(JsonElement element) => element.Text("type") switch
    {
        "static_select" or "external_select" or "radio_buttons" => Decode(element.Child("selected_option")?.Text("value")),
        "checkboxes" or "multi_static_select" or "multi_external_select" => string.Join(',', element.Items("selected_options").Select(o => Decode(o.Text("value")))),
        "datepicker" => element.Text("selected_date") ?? "",
        _ => element.Text("value") ?? "",
    };
}
