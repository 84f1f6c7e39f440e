using System.Collections.Immutable;
using Companion.Messages;

namespace Companion.Views;

/// <summary>A long list in pages: what stands on one, and the buttons that turn it.</summary>
internal static class Paging
{
    public const int PerPage = 20;

    public static int Pages(int count, int perPage = PerPage) => Math.Max(1, (count + perPage - 1) / perPage);

    public static IEnumerable<T> Of<T>(IEnumerable<T> all, int page, int perPage = PerPage) => all.Skip((page - 1) * perPage).Take(perPage);

    /// <summary>The card with "Page 2 of 5" and its buttons; unchanged when everything fits.</summary>
    /// <param name="command">What is typed to see the list, without the page.</param>
    public static Card Turn(Card card, string command, int page, int pages)
    {
        if (pages == 1 && page == 1)
            return card;

        var buttons = ImmutableArray.CreateBuilder<Button>();
        if (page > 1)
            buttons.Add(new("Previous page", $"{command} page {Math.Min(page - 1, pages)}"));
        if (page < pages)
            buttons.Add(new("Next page", $"{command} page {page + 1}"));
        return card.With(Part.Says(page > pages ? $"There is no page {page}; there are {pages}." : $"Page {page} of {pages}."), new Part.Actions(buttons.ToImmutable()));
    }
}
