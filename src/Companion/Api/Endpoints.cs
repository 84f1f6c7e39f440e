using System.Collections.Immutable;
using Companion.Chat;
using Companion.Commands;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Companion.Api;

internal static class Endpoints
{
    public const string Root = "/api/v1";

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root).RequireRateLimiting(Limits.Policy);
        var reading = api.MapGroup("").RequireAuthorization(Policies.Read).WithTags("Reading").WithProblems(401, 403, 404, 422, 429);
        var known = api.MapGroup("").RequireAuthorization(Policies.Any).WithTags("Units").WithProblems(401, 403, 404, 422, 429);

        api.MapPost("/evidence", OnEvidence).RequireAuthorization(Policies.Evidence).WithTags("Evidence")
            .Accepts<PostedEvidence>("application/json").WithProblems(400, 401, 403, 413, 415, 422, 429).WithName("sendEvidence")
            .WithSummary("Hand in measurements: one object, an array of them, or {\"items\": [...]}. All of them count at once, or none does.");
        known.MapGet("/units", OnUnits).WithName("listUnits").WithSummary("The units, in pages.");
        known.MapGet("/units/{key}", OnUnit).WithName("getUnit").WithSummary("One unit with its stages and criteria; the key gate is the stability gate.");
        reading.MapGet("/units/{key}/assessment", OnAssessment).WithName("getAssessment").WithSummary("Where a unit is, what its evidence supports, and why.");
        reading.MapGet("/assessments", OnAssessments).WithName("listAssessments").WithSummary("The assessments of all units, in pages.");
        reading.MapGet("/decisions", OnDecisions).WithName("listDecisions").WithSummary("The decision log, latest first, in pages; with words, the best fit first.");
        reading.MapGet("/decisions/{number:long}", OnDecision).WithName("getDecision").WithSummary("One entry of the log with its place in the chain.");
    }

    private static async Task<Results<Ok<KeptEvidence>, ProblemHttpResult>> OnEvidence(
        HttpRequest request, HttpResponse response, ApiCaller caller, TakeMeasurements take, Signals signals, IOptions<Settings> settings, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
            return Problems.Of(415, new("body.type", "Send the body as application/json."));
        if (await Receiver.ReadAsync(request, ct) is not { } bytes)
            return Problems.Of(413, new("body.large", $"A body has up to {Receiver.LargestBody / 1024:N0} KB: send several batches."));
        if (Receiver.Key(request, bytes).IsRefused(out var why, out var key) || Receiver.Parse(bytes, settings.Value.LargestBatch).IsRefused(out why, out var body))
            return Problems.Of(why.Code is "json.malformed" or "idempotency.key" ? 400 : 422, why);
        var sender = new Sender(caller.Token, caller.Organisation, caller.Now);
        var readable = body.Items.Select(i => i.Item).OfType<HandedIn>().ToImmutableArray();
        // Whoever mends a batch wants to know all that is wrong with it, whichever of two checks finds it.
        if (body.Items.SelectMany(i => i.Errors).ToImmutableArray() is { IsEmpty: false } errors)
            return Refused([.. errors, .. Errors(await take.CheckAsync(sender, readable, ct))]);

        var taken = await take.HandleAsync(sender, readable, key.Key, ct);
        if (taken is Taken.Refused refused)
            return Refused([.. Errors(refused.Items)]);
        if (taken is not Taken.Kept kept)
            return Problems.Of(422, new("idempotency.reused", "This Idempotency-Key came with another body before. Take a new key for a new request."));

        if (kept.IsRepeat)
            response.Headers["Idempotency-Replayed"] = "true";
        signals.Changed();
        return TypedResults.Ok(kept.Evidence);
    }

    private static ProblemHttpResult Refused(ImmutableArray<ItemError> errors) =>
        Problems.OfItems(errors.Any(e => e.Code == "token.unit") ? StatusCodes.Status403Forbidden : StatusCodes.Status422UnprocessableEntity, [.. errors.OrderBy(e => e.Index)]);

    private static IEnumerable<ItemError> Errors(ImmutableArray<RefusedItem> refused) => refused.Select(i => new ItemError(i.Index, i.Why.Field, i.Why.Code, i.Why.Reason));

    private static async Task<Results<Ok<PageOf<UnitAnswer>>, ProblemHttpResult>> OnUnits(ApiCaller caller, Queries queries, CancellationToken ct, int page = 1, int perPage = Pages.Usual) =>
        Pages.Of(await queries.UnitsAsync(caller, ct), page, perPage);

    private static async Task<Results<Ok<UnitDetails>, ProblemHttpResult>> OnUnit(string key, ApiCaller caller, Queries queries, CancellationToken ct) =>
        (await queries.UnitAsync(caller, key, ct)).IsRefused(out var why, out var unit) ? Problems.Of(StatusOf(why), why) : TypedResults.Ok(unit);

    private static async Task<Results<Ok<AssessmentAnswer>, ProblemHttpResult>> OnAssessment(string key, ApiCaller caller, Queries queries, CancellationToken ct) =>
        (await queries.AssessmentAsync(caller, key, ct)).IsRefused(out var why, out var assessment) ? Problems.Of(StatusOf(why), why) : TypedResults.Ok(assessment);

    private static async Task<Results<Ok<PageOf<AssessmentAnswer>>, ProblemHttpResult>> OnAssessments(ApiCaller caller, Queries queries, CancellationToken ct, int page = 1, int perPage = Pages.Usual) =>
        Pages.Of(await queries.AssessmentsAsync(caller, ct), page, perPage);

    private static async Task<Results<Ok<PageOf<DecisionAnswer>>, ProblemHttpResult>> OnDecisions(
        ApiCaller caller, Queries queries, [AsParameters] DecisionFilter filter, CancellationToken ct, int page = 1, int perPage = Pages.Usual) =>
        (await queries.DecisionsAsync(caller, filter, ct)).IsRefused(out var why, out var found) ? Problems.Of(StatusOf(why), why) : Pages.Of(found.All, page, perPage);

    private static async Task<Results<Ok<DecisionDetailsAnswer>, ProblemHttpResult>> OnDecision(long number, ApiCaller caller, Queries queries, CancellationToken ct) =>
        (await queries.DecisionAsync(caller, number, ct)).IsRefused(out var why, out var decision) ? Problems.Of(StatusOf(why), why) : TypedResults.Ok(decision);

    private static int StatusOf(Core.Refusal why) => why.Code switch
    {
        "token.unit" => StatusCodes.Status403Forbidden,
        "unit.unknown" or "decision.unknown" => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static RouteGroupBuilder WithProblems(this RouteGroupBuilder group, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), ["application/problem+json"]));
        return group;
    }

    private static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), ["application/problem+json"]));
        return route;
    }
}
