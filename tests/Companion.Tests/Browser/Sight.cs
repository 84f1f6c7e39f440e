using System.Text.Json;
using Microsoft.Playwright;

namespace Companion.Tests.Browser;

/// <summary>What a page looks like to those who cannot see it well, or at all, as the browser itself computes it.</summary>
internal static class Sight
{
    private static readonly string[] Named =
        ["button", "link", "tab", "textbox", "combobox", "radio", "radiogroup", "checkbox", "dialog", "log", "tablist", "complementary", "image"];

    // Draws each colour, since a stylesheet may write one in ways that only the browser reads.
    private const string PoorContrastScript = """
        () => {
          const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const paint = color => {
            context.clearRect(0, 0, 1, 1);
            context.fillStyle = color;
            context.fillRect(0, 0, 1, 1);
            return [...context.getImageData(0, 0, 1, 1).data];
          };
          const ground = node => {
            for (let at = node; at; at = at.parentElement) {
              const [r, g, b, a] = paint(getComputedStyle(at).backgroundColor);
              if (a > 250) return [r, g, b];
            }
            return paint('Canvas').slice(0, 3);
          };
          const light = color => color.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const poor = [];
          for (const node of document.querySelectorAll('body *:not(svg *)')) {
            const says = [...node.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join('');
            if (!says || !node.checkVisibility() || node.closest('[disabled]')) continue;
            const [a, b] = [light(paint(getComputedStyle(node).color)), light(ground(node))];
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) poor.push(`${ratio.toFixed(2)}: ${says.slice(0, 40)}`);
          }
          return poor;
        }
        """;

    // What lies in something that scrolls sideways by itself may be wider.
    private const string OverhangScript = """
        () => {
          const scrolls = node => node.parentElement && (['auto', 'scroll'].includes(getComputedStyle(node.parentElement).overflowX) && node.parentElement.id !== 'messages' || scrolls(node.parentElement));
          const edges = [...document.querySelectorAll('body *:not(svg *)')].filter(e => e.checkVisibility() && !scrolls(e)).map(e => e.getBoundingClientRect().right - innerWidth);
          return Math.round(Math.max(document.documentElement.scrollWidth - innerWidth, ...edges));
        }
        """;

    /// <summary>Texts that stand out from their ground by less than 4.5 to 1.</summary>
    public static Task<string[]> PoorContrastAsync(this IPage page) => page.EvaluateAsync<string[]>(PoorContrastScript);

    /// <summary>By how many pixels the page is wider than its window.</summary>
    public static Task<int> OverhangAsync(this IPage page) =>
        page.EvaluateAsync<int>(OverhangScript);

    /// <summary>Things one can act on, or find one's way by, that have no name to read out.</summary>
    public static async Task<IReadOnlyList<string>> NamelessAsync(this IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var tree = await session.SendAsync("Accessibility.getFullAXTree") ?? throw new InvalidOperationException("The browser keeps no accessibility tree.");
        await session.DetachAsync();

        return
        [
            .. tree.GetProperty("nodes").EnumerateArray()
                .Where(node => !node.GetProperty("ignored").GetBoolean())
                .Select(node => (Role: Value(node, "role"), Name: Value(node, "name"), Of: $"{node.GetProperty("nodeId")}"))
                .Where(node => Named.Contains(node.Role, StringComparer.Ordinal) && string.IsNullOrWhiteSpace(node.Name))
                .Select(node => $"{node.Role} {node.Of}"),
        ];
    }

    private static string Value(JsonElement node, string property) =>
        node.TryGetProperty(property, out var found) && found.TryGetProperty("value", out var value) ? $"{value}" : "";
}
