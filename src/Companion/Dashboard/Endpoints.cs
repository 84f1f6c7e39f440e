using System.Net;
using Companion.Commands;
using Companion.Core.Members;
using Companion.Dashboard.Pages;
using Companion.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Companion.Dashboard;

internal static class Endpoints
{
    private static readonly Utf8ContentHttpResult Css = LoadCss();

    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", OnHomeAsync);
        app.MapGet("/organisations/{id:guid}", OnOrganisationAsync);
        app.MapGet("/dashboard.css", () => Css);
        app.MapGet("/exports/{token}", OnExportAsync);
        app.MapGet("/healthz", () => TypedResults.Text("ok"));
        app.MapGet("/readyz", OnReady);
    }

    // Names and reasons are the organisation's own: they are shown to others only when a steward said so in the settings.
    private static async Task<Results<RazorComponentResult<Home>, RazorComponentResult<Choice>, ProblemHttpResult>> OnHomeAsync(HttpContext context, Queries queries, IOptions<Settings> settings, CancellationToken ct)
    {
        if (Forbidden(context, settings.Value) is { } forbidden)
            return forbidden;

        return await queries.OrganisationsAsync(ct) switch
        {
            [] => Page(null),
            [var only] => Page(only),
            // Which organisations there are concerns nobody but whoever runs the server.
            var several => new RazorComponentResult<Choice>(new { Organisations = IsFromHere(context) ? several : [] }),
        };
    }

    // Each organisation has an address of its own, which nobody can guess and its stewards hand out.
    private static async Task<Results<RazorComponentResult<Home>, ProblemHttpResult>> OnOrganisationAsync(Guid id, HttpContext context, Queries queries, IOptions<Settings> settings, CancellationToken ct)
    {
        if (Forbidden(context, settings.Value) is { } forbidden)
            return forbidden;

        return (await queries.OrganisationsAsync(ct)).FirstOrDefault(o => o.Id == id) is { } organisation
            ? Page(organisation)
            : TypedResults.Problem("There is no equalizer at this address. Ask a steward of the organisation for the right one.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
    }

    private static RazorComponentResult<Home> Page(Organisation? organisation) => new(new { Organisation = organisation });

    private static ProblemHttpResult? Forbidden(HttpContext context, Settings settings) => settings.Public || IsFromHere(context)
        ? null
        : TypedResults.Problem("The dashboard answers only on this machine. To show it to everybody who can reach the server, set Dashboard:Public to true.", statusCode: StatusCodes.Status403Forbidden, title: "Not from here");

    // The address itself is the permission: it was given to one person, for a day.
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> OnExportAsync(string token, ExportStore exports, LogExport log, TimeProvider time, HttpContext context, CancellationToken ct)
    {
        if (token.Length > 100 || await exports.FindAsync(ExportLogHandler.Hash(token), time.GetUtcNow(), ct) is not { } offered)
            return TypedResults.Problem("This address is not known, or its day is over. Ask for a new one in the chat: export.", statusCode: StatusCodes.Status404NotFound, title: "Not found");

        var file = await log.MakeAsync(offered.OrganisationId, offered.Format, ct);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(file.Bytes, file.MediaType, file.Name);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> OnReady(Database database, CancellationToken ct) =>
        await database.ProbeAsync(ct) is { } why
            ? TypedResults.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready")
            : TypedResults.Text("ready");

    private static bool IsFromHere(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from)) && ListeningAddresses.IsLoopback(context.Request.Host.Host);

    private static Utf8ContentHttpResult LoadCss()
    {
        using var stream = typeof(Endpoints).Assembly.GetManifestResourceStream("Companion.Dashboard.Page.dashboard.css")
            ?? throw new InvalidOperationException("dashboard.css is not part of the program.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return TypedResults.Text(memory.ToArray(), "text/css; charset=utf-8");
    }
}
