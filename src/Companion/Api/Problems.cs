using System.Collections.Immutable;
using Companion.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Companion.Api;

/// <summary>Refusals as problem details (RFC 9457): a stable code beside the sentence, and for a batch the place of each item that is wrong.</summary>
internal static class Problems
{
    /// <summary>More would tell nobody more.</summary>
    public const int MostErrors = 100;

    public static ProblemHttpResult Of(int status, Refusal why) =>
        TypedResults.Problem(why.Reason, statusCode: status, title: TitleOf(status), extensions: Extensions(why));

    /// <summary>A batch of which nothing was kept.</summary>
    public static ProblemHttpResult OfItems(int status, ImmutableArray<ItemError> errors) => TypedResults.Problem(
        errors.Length == 1 ? errors[0].Detail : Summary(errors),
        statusCode: status,
        title: TitleOf(status),
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = errors.Length == 1 ? errors[0].Code : "batch.refused", ["errors"] = errors.Take(MostErrors) });

    /// <summary>What a status says where nobody said more: routes that do not exist, methods that do not fit.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "request.malformed",
        StatusCodes.Status404NotFound => "route.unknown",
        StatusCodes.Status405MethodNotAllowed => "method.wrong",
        StatusCodes.Status413PayloadTooLarge => "body.large",
        StatusCodes.Status415UnsupportedMediaType => "body.type",
        StatusCodes.Status429TooManyRequests => "rate.exceeded",
        StatusCodes.Status503ServiceUnavailable => "storage.unavailable",
        _ => $"http.{status}",
    };

    /// <summary>The sentence beside the code where nobody said more.</summary>
    public static string SentenceOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be read: a value in its address, its headers or its body is not of the form that is documented.",
        StatusCodes.Status404NotFound => $"There is nothing at this address. {Endpoints.Root}/openapi.json says what there is.",
        StatusCodes.Status405MethodNotAllowed => $"This address takes another method. {Endpoints.Root}/openapi.json says which.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large: send several batches.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        StatusCodes.Status503ServiceUnavailable => "The database does not answer: nothing was kept. Try again.",
        _ => "That was not done.",
    };

    private static string Summary(ImmutableArray<ItemError> errors)
    {
        var items = errors.DistinctBy(e => e.Index).Count();
        var wrong = items == 1 ? $"1 item is wrong, in {errors.Length} ways" : items == errors.Length ? $"{items} items are wrong" : $"{items} items are wrong, in {errors.Length} ways";
        return $"{wrong}; nothing was kept. {(errors.Length > MostErrors ? $"The first {MostErrors} stand in errors." : "See errors.")}";
    }

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Who is this?",
        StatusCodes.Status403Forbidden => "Not with this token",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status429TooManyRequests => "Too often",
        _ => "Not done",
    };

    private static Dictionary<string, object?> Extensions(Refusal why)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = why.Code };
        if (why.Field is not null)
            extensions["field"] = why.Field;
        return extensions;
    }
}

/// <summary>What is wrong with one item of a batch.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Field">The field it is about; null when it is about the item as a whole.</param>
internal sealed record ItemError(int Index, string? Field, string Code, string Detail);
