using System.Collections.Immutable;
using System.Text.Json;

namespace Companion.Platforms.Slack;

/// <summary>What was filled into a modal, by the names of the form's fields. See https://docs.slack.dev/reference/views/modal-views.</summary>
internal static class FormValues
{
    // An option must have a value, and "no answer" has none of its own.
    public static string Encode(string value) => $"={value}";

    private static string Decode(string? value) => value is ['=', .. var rest] ? rest : "";

    /// <param name="state">The <c>state</c> of a view.</param>
    public static ImmutableSortedDictionary<string, string> Read(JsonElement state)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (state.Child("values") is not { ValueKind: JsonValueKind.Object } values)
            return fields.ToImmutable();

        foreach (var block in values.EnumerateObject().Where(b => b.Value.ValueKind == JsonValueKind.Object))
        {
            foreach (var element in block.Value.EnumerateObject().Where(e => e.NameEquals(FormRenderer.Action)))
                fields[block.Name] = Value(element.Value);
        }

        return fields.ToImmutable();
    }

    private static string Value(JsonElement element) => element.Text("type") switch
    {
        "static_select" or "external_select" or "radio_buttons" => Decode(element.Child("selected_option")?.Text("value")),
        "checkboxes" or "multi_static_select" or "multi_external_select" => string.Join(',', element.Items("selected_options").Select(o => Decode(o.Text("value")))),
        "datepicker" => element.Text("selected_date") ?? "",
        _ => element.Text("value") ?? "",
    };
}
