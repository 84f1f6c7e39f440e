using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Companion.Platforms.Slack;

internal static class Endpoints
{
    public static void MapSlack(this IEndpointRouteBuilder app, Settings settings)
    {
        if (!settings.IsSocketMode || settings.SigningSecret is { Length: > 0 })
        {
            var slack = app.MapGroup("/slack").RequireAuthorization(Verifier.Policy);

            slack.MapPost("/events", OnEvent);
            slack.MapPost("/commands", OnCommand);
            slack.MapPost("/interactions", OnInteraction);
            slack.MapPost("/options", OnInteraction);
        }

        if (settings.IsInstalledByPeople)
        {
            app.MapGet("/slack/install", OnInstall);
            app.MapGet("/slack/oauth/callback", OnInstalled);
        }
    }

    // Slack repeats an event that is not acknowledged within three seconds; by then it is on disk.
    private static async Task<IResult> OnEvent(HttpContext context, Inbound inbound, CancellationToken ct)
    {
        if (BodyOf(context) is not { IsSslCheck: false } body)
            return TypedResults.Ok();
        if (!FormFields.HasType(context.Request.ContentType, "application/json"))
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (Parse(body.Bytes) is not { RootElement: { ValueKind: JsonValueKind.Object } envelope } document)
            return TypedResults.BadRequest();

        using (document)
        {
            if (envelope.Text("type") is "url_verification")
                return envelope.Text("challenge") is { Length: <= 1000 } challenge ? TypedResults.Text(challenge) : TypedResults.BadRequest();

            await inbound.EventAsync(envelope, ct);
            return TypedResults.Ok();
        }
    }

    private static async Task<IResult> OnCommand(HttpContext context, Inbound inbound, CancellationToken ct)
    {
        if (BodyOf(context) is not { IsSslCheck: false } body)
            return TypedResults.Ok();
        if (!FormFields.IsForm(context.Request.ContentType))
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (FormFields.Parse(body.Bytes.Span) is not { } form || Receiver.Command(name => form[name]) is not { } command)
            return TypedResults.BadRequest();

        return Answer(await inbound.CommandAsync(command, ct));
    }

    private static async Task<IResult> OnInteraction(HttpContext context, Inbound inbound, CancellationToken ct)
    {
        if (BodyOf(context) is not { IsSslCheck: false } body)
            return TypedResults.Ok();
        if (!FormFields.IsForm(context.Request.ContentType))
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (FormFields.Parse(body.Bytes.Span)?["payload"] is not { } text || Parse(System.Text.Encoding.UTF8.GetBytes(text)) is not { RootElement: { ValueKind: JsonValueKind.Object } payload } document)
            return TypedResults.BadRequest();

        using (document)
            return Answer(await inbound.InteractionAsync(payload, ct));
    }

    private static RedirectHttpResult OnInstall(HttpContext context, Install install) => TypedResults.Redirect(install.Begin(context.Response.Cookies, context.Request.IsHttps));

    private static async Task<ContentHttpResult> OnInstalled(HttpContext context, Install install, CancellationToken ct)
    {
        var (status, page) = await install.FinishAsync(context.Request, context.Response.Cookies, ct);
        return TypedResults.Content(page, "text/html; charset=utf-8", statusCode: status);
    }

    private static RawBody? BodyOf(HttpContext context) => context.Features.Get<RawBody>();

    private static IResult Answer(byte[]? json) => json is null ? TypedResults.Ok() : new JsonBytes(json);

    private sealed class JsonBytes(byte[] json) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = json.Length;
            return httpContext.Response.BodyWriter.WriteAsync(json, httpContext.RequestAborted).AsTask();
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
