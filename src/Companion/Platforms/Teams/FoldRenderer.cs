using Companion.Messages;

namespace Companion.Platforms.Teams;

/// <summary>Parts behind a summary: a button that shows and hides a container.</summary>
internal static class FoldRenderer
{
    // What is behind one button is one element of a page; more is behind several.
    private const int MostBytes = 8 * 1024;

    public static void Render(Part.Fold fold, Elements into)
    {
        using var inner = new Elements { Frame = into.Frame };
        Renderer.Parts(fold.Parts, inner);
        var pages = inner.Pages(MostBytes);
        foreach (var (place, page) in pages.Index())
            Render(pages.Length > 1 ? $"{fold.Summary} ({place + 1} of {pages.Length})" : fold.Summary, inner, page, into);
    }

    private static void Render(string summary, Elements inner, Range page, Elements into)
    {
        var (json, id) = (into.Json, $"fold{into.NextId()}");
        foreach (var mention in inner.MentionsIn(page))
            into.Mentions(mention);

        json.WriteStartObject();
        json.WriteString("type", "Container");
        json.WriteString("spacing", "Small");
        json.WriteStartArray("items");
        json.WriteStartObject();
        json.WriteString("type", "ActionSet");
        json.WriteStartArray("actions");
        json.WriteStartObject();
        json.WriteString("type", "Action.ToggleVisibility");
        json.WriteString("title", $"{Markdown.Plain(summary)} ▾");
        json.WriteStartArray("targetElements");
        json.WriteStringValue(id);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "Container");
        json.WriteString("id", id);
        json.WriteBoolean("isVisible", false);
        json.WriteString("style", "emphasis");
        json.WriteStartArray("items");
        if (inner.Of(page) is { Length: > 0 } elements)
            json.WriteRawValue(elements, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        into.End();
    }
}
