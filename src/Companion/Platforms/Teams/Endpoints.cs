using Microsoft.AspNetCore.Http.Features;

namespace Companion.Platforms.Teams;

internal static class Endpoints
{
    public static void MapTeams(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/messages", OnActivity).RequireAuthorization(Verifier.Policy).DisableAntiforgery();

    // https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
    private static async Task OnActivity(HttpContext context, Activities activities, Invokes invokes, CancellationToken ct)
    {
        var arrival = context.Features.GetRequiredFeature<Arrival>();
        if (arrival.Activity is not { } activity)
            context.Response.StatusCode = arrival.Status;
        else if (activity.Type == "invoke")
            await WriteAsync(context.Response, await invokes.AnswerAsync(activity, ct) ?? new(StatusCodes.Status501NotImplemented, []), ct);
        else
            await activities.TakeAsync(activity, ct);
    }

    private static async Task WriteAsync(HttpResponse response, Invoked answer, CancellationToken ct)
    {
        response.StatusCode = answer.Status;
        if (answer.Body.Length == 0)
            return;

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, ct);
    }
}
