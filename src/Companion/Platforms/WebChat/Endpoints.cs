using Companion.Chat;
using Companion.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Companion.Platforms.WebChat;

internal static class Endpoints
{
    public static void MapWebChat(this IEndpointRouteBuilder app)
    {
        var chat = app.MapGroup("/chat").RequireAuthorization(Verifier.Policy);

        chat.MapGet("", () => Page.Html);
        chat.MapGet("/chat.css", () => Page.Css);
        chat.MapGet("/chat.js", () => Page.Script);
        chat.MapGet("/people", OnPeople);
        chat.MapPost("/people", OnAddPerson);
        chat.MapGet("/messages", OnLook);
        chat.MapPost("/messages", OnSay);
        chat.MapPost("/read", OnRead);
        chat.MapGet("/events", OnListen);
    }

    private static async Task<Ok<PeopleAnswer>> OnPeople(People people, CancellationToken ct) =>
        TypedResults.Ok(new PeopleAnswer(await people.AllAsync(await people.ConnectAsync(ct), ct)));

    private static async Task<Results<Created<Person>, ProblemHttpResult>> OnAddPerson(PostedPerson posted, People people, Signals signals, CancellationToken ct)
    {
        if ((await people.AddAsync(await people.ConnectAsync(ct), posted.Name, ct)).IsRefused(out var why, out var person))
            return Refused(why.Reason);

        signals.Changed();
        return TypedResults.Created($"/chat/people/{person.Id}", person);
    }

    private static async Task<Results<Ok<LookAnswer>, ProblemHttpResult>> OnLook(
        HttpRequest request, People people, MemberStore members, PostStore posts, CancellationToken ct)
    {
        var connection = await people.ConnectAsync(ct);
        var everyone = await members.AllAsync(connection.OrganisationId, ct);
        if (!Guid.TryParse(request.Query["as"], out var id) || everyone.FirstOrDefault(m => m.Id == id) is not { } reader)
            return Refused("\"as\" names nobody: take an id from /chat/people.");
        if (request.Query["in"] is [var where] && where is not (Receiver.Direct or Receiver.General))
            return Refused("\"in\" is direct or general.");
        if (request.Query["after"] is [var text] && !long.TryParse(text, out _))
            return Refused("\"after\" is the cursor of an earlier look.");

        _ = long.TryParse(request.Query["after"], out var after);
        return TypedResults.Ok(await History.LookAsync(posts, connection, reader, everyone, request.Query["in"], after, ct));
    }

    private static async Task<Results<Ok<SaidAnswer>, ProblemHttpResult>> OnSay(
        PostedMessage posted, People people, MemberStore members, PostStore posts, ChatPipeline pipeline, Signals signals, TimeProvider time, CancellationToken ct)
    {
        var connection = await people.ConnectAsync(ct);
        if (await members.FindAsync(connection.Id, posted.As.ToString(), ct) is not { Id: var id, Zone: var zone })
            return Refused("\"as\" names nobody: take an id from /chat/people.");
        if (Receiver.Read(posted, connection.Id, id).IsRefused(out var why, out var input))
            return Refused(why.Reason);

        if (!Receiver.SpeaksToCompanion(input))
        {
            var now = time.GetUtcNow();
            await posts.AddAsync(connection.OrganisationId, [new(Guid.CreateVersion7(now), connection.Id, Receiver.General, id, now, input.Said.Line, [])], ct);
            signals.Changed();
            return TypedResults.Ok(SaidAnswer.Nothing);
        }

        var reply = await pipeline.HandleAsync(Receiver.WithoutMention(input), ct);
        return TypedResults.Ok(SaidAnswer.Of(reply, Core.Zones.Find(zone) ?? TimeZoneInfo.Utc));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> OnRead(PostedRead posted, People people, MemberStore members, PostStore posts, CancellationToken ct)
    {
        var connection = await people.ConnectAsync(ct);
        if (await members.FindAsync(connection.Id, posted.As.ToString(), ct) is not { Id: var id })
            return Refused("\"as\" names nobody: take an id from /chat/people.");
        if (posted.In is not (Receiver.Direct or Receiver.General))
            return Refused("\"in\" is direct or general.");

        await posts.MarkReadAsync(connection.OrganisationId, connection.Id, id, posted.In == Receiver.Direct ? id.ToString() : Receiver.General, posted.Cursor, ct);
        return TypedResults.NoContent();
    }

    // The events carry nothing: a page that hears one looks again, so none can be missed or forged.
    private static async Task OnListen(HttpContext context, Signals signals, TimeProvider time, IHostApplicationLifetime life, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, life.ApplicationStopping);
        using var listener = signals.Listen();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            while (!either.IsCancellationRequested)
            {
                await context.Response.WriteAsync("event: look\ndata: \n\n", either.Token);
                await context.Response.Body.FlushAsync(either.Token);
                await listener.WaitAsync(TimeSpan.FromSeconds(20), time, either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the server stops.
        }
    }

    private static ProblemHttpResult Refused(string reason) => TypedResults.Problem(reason, statusCode: StatusCodes.Status422UnprocessableEntity, title: "Not done");
}
