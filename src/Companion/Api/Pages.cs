using Microsoft.AspNetCore.Http.HttpResults;

namespace Companion.Api;

/// <summary>Long lists come in pages.</summary>
internal static class Pages
{
    public const int Usual = 50;
    private const int Largest = 200;

    public static Results<Ok<PageOf<T>>, ProblemHttpResult> Of<T>(IReadOnlyList<T> all, int page, int perPage) =>
        page < 1 || perPage is < 1 or > Largest || page > int.MaxValue / Largest
            ? Problems.Of(StatusCodes.Status422UnprocessableEntity, new("page.range", $"page is 1 or above, perPage 1 to {Largest}.", "page"))
            : TypedResults.Ok(new PageOf<T>([.. all.Skip((page - 1) * perPage).Take(perPage)], page, perPage, all.Count));
}

/// <summary>A part of a list.</summary>
/// <param name="Total">How many there are in all.</param>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, int Page, int PerPage, int Total);
