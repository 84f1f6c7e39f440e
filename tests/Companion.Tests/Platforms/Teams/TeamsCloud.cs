using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Companion.Tests.Platforms.Teams;

/// <summary>Microsoft's side, on this machine: who vouches (metadata, keys), who gives out tokens, and a Connector that keeps what it is told and checks every card.</summary>
internal sealed class TeamsCloud : IAsyncDisposable
{
    public const string AppId = "5b0d6a0e-8a3e-4b6f-9a55-0d5f6c7e8f90";
    public const string Tenant = "7f1c3a52-0b3e-4a60-9d7a-1f0c6a1b2c3d";
    public const string Bot = "28:" + AppId;
    public const string Issuer = "https://api.botframework.com";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Fault> _faults = new();
    private readonly HashSet<string> _tokens = [];
    private readonly List<SentActivity> _sent = [];
    private int _number;

    private TeamsCloud(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    public string ServiceUrl => $"{Address}connector/emea/";

    public SigningKey Key { get; } = SigningKey.New("k1", "msteams", "webchat");

    /// <summary>What the keys document holds; <see cref="Key"/> to begin with.</summary>
    public List<SigningKey> Published { get; } = [];

    public int KeyFetches { get; private set; }

    public int TokenFetches { get; private set; }

    public bool KeysAreDown { get; set; }

    /// <summary>While it is not done, whoever asks for the metadata waits.</summary>
    public Task KeysAnswerAfter { get; set; } = Task.CompletedTask;

    /// <summary>The app's certificate; null for one with a secret.</summary>
    public X509Certificate2? Certificate { get; set; }

    public HttpStatusCode TokenStatus { get; set; } = HttpStatusCode.OK;

    /// <summary>The people a roster shows.</summary>
    public List<TeamsUser> Roster { get; } = [];

    /// <summary>False for clients that know no private messages in channels.</summary>
    public bool TakesTargeted { get; set; } = true;

    /// <summary>Activities that somebody deleted: nothing can answer them.</summary>
    public HashSet<string> Deleted { get; } = [];

    /// <summary>Conversations that take nothing more, with the code they say.</summary>
    public Dictionary<string, string> Closed { get; } = [];

    public List<string> Calls { get; } = [];

    public IReadOnlyList<SentActivity> Sent
    {
        get
        {
            lock (_sent)
                return [.. _sent];
        }
    }

    public static async Task<TeamsCloud> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        TeamsCloud? cloud = null;
        app.MapGet("/openid", () => cloud!.OnMetadataAsync());
        app.MapGet("/keys", () => cloud!.OnKeys());
        app.MapPost("/token", (HttpRequest request) => cloud!.OnTokenAsync(request));
        app.Map("/connector/emea/{**path}", (HttpContext context, string path) => cloud!.OnConnectorAsync(context, path));
        await app.StartAsync();
        cloud = new(app, new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()));
        cloud.Published.Add(cloud.Key);
        return cloud;
    }

    /// <summary>The settings of a bot that is registered here.</summary>
    public Dictionary<string, string> Settings(string? tenant = Tenant) => new(StringComparer.Ordinal)
    {
        ["Teams:AppId"] = AppId,
        ["Teams:AppPassword"] = "open sesame",
        ["Teams:OpenIdMetadataUrl"] = $"{Address}openid",
        ["Teams:TokenEndpoint"] = $"{Address}token",
        ["Teams:ServiceHosts:0"] = Address.Authority,
        [tenant is null ? "Teams:Cloud" : "Teams:TenantId"] = tenant ?? "Public",
    };

    /// <summary>The next calls of the Connector fail in these ways, one each.</summary>
    public void Fail(params ReadOnlySpan<Fault> faults)
    {
        foreach (var fault in faults)
            _faults.Enqueue(fault);
    }

    /// <summary>Takes back every token that was given out.</summary>
    public void RevokeTokens() => _tokens.Clear();

    public string Token(DateTimeOffset now, Action<TokenShape>? change = null)
    {
        var shape = new TokenShape(Key, now, ServiceUrl);
        change?.Invoke(shape);
        return shape.Write();
    }

    private async Task<IResult> OnMetadataAsync()
    {
        await KeysAnswerAfter;
        return KeysAreDown ? Results.StatusCode(500) : Results.Json(new { issuer = Issuer, jwks_uri = $"{Address}keys", id_token_signing_alg_values_supported = new[] { "RS256" } });
    }

    private IResult OnKeys()
    {
        KeyFetches++;
        return Results.Json(new { keys = Published.Select(k => k.Public) });
    }

    private async Task<IResult> OnTokenAsync(HttpRequest request)
    {
        TokenFetches++;
        var form = await request.ReadFormAsync();
        if (TokenStatus != HttpStatusCode.OK || form["client_id"] != AppId || !await IsOursAsync(form) || form["scope"] != $"{Issuer}/.default" || form["grant_type"] != "client_credentials")
            return Results.Json(new { error = "invalid_client" }, statusCode: TokenStatus == HttpStatusCode.OK ? 401 : (int)TokenStatus);

        var token = $"secret-token-{TokenFetches}";
        _tokens.Add(token);
        return Results.Json(new { token_type = "Bearer", expires_in = 3599, access_token = token });
    }

    /// <summary>The app's secret, or a statement signed with its certificate, as Entra asks for: https://learn.microsoft.com/entra/identity-platform/certificate-credentials</summary>
    private async Task<bool> IsOursAsync(IFormCollection form)
    {
        if (Certificate is null)
            return form["client_secret"] == "open sesame";

        var proved = await new JsonWebTokenHandler().ValidateTokenAsync(form["client_assertion"], new()
        {
            IssuerSigningKey = new X509SecurityKey(Certificate),
            ValidIssuer = AppId,
            ValidAudience = $"{Address}token",
            ValidateLifetime = false,
        });
        return proved.IsValid && ((JsonWebToken)proved.SecurityToken).TryGetHeaderValue<string>("x5t", out _) && (string)proved.Claims["sub"] == AppId && form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    }

    private async Task<IResult> OnConnectorAsync(HttpContext context, string path)
    {
        lock (_sent)
            Calls.Add($"{context.Request.Method} {path}");
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        if (_faults.TryDequeue(out var fault))
        {
            await Task.Delay(fault.Delay);
            if (fault.RetryAfter is { } seconds)
                context.Response.Headers.RetryAfter = $"{seconds}";
            // A fault of 200 took the message and answers nonsense; one of 0 took it and answers nothing.
            if (fault.Status is 200 or 0)
                Keep(context, path.Split('/').Select(Uri.UnescapeDataString).ToArray(), body);
            if (fault.Status == 0)
                context.Abort();
            return Results.Text(fault.Body, "application/json", Encoding.UTF8, Math.Max(200, fault.Status));
        }

        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith("Bearer ", StringComparison.Ordinal) || !_tokens.Contains(header[7..]))
            return Results.Json(new { error = new { code = "BotNotRegistered", message = "no" } }, statusCode: 401);

        return Answer(context, [.. path.Split('/').Select(Uri.UnescapeDataString)], body);
    }

    private IResult Answer(HttpContext context, string[] path, string body) => (context.Request.Method, path) switch
    {
        ("POST", ["v3", "conversations"]) => Open(JsonNode.Parse(body)!),
        ("POST", ["v3", "conversations", _, "activities", ..]) or ("PUT", ["v3", "conversations", _, "activities", _]) => Keep(context, path, body),
        ("GET", ["v3", "conversations", var place, "members", var who]) => Roster.Find(u => u.Mri == who || u.Aad == who) is { } user && !Closed.ContainsKey(place) ? Results.Json(user.Json()) : Error(404, "MemberNotFoundInConversation"),
        ("GET", ["v3", "conversations", _, "pagedmembers"]) => Page(context.Request),
        _ => Error(404, "NotFound"),
    };

    private IResult Open(JsonNode wish)
    {
        var members = wish["members"]!.AsArray();
        var mri = (string)members[0]!["id"]!;
        return members.Count != 1 || !mri.StartsWith("29:", StringComparison.Ordinal) || wish["tenantId"] is null ? Error(400, "BadSyntax")
            : Closed.TryGetValue($"a:{mri}", out var code) ? Error(403, code)
            : Results.Json(new { id = $"a:{mri}" }, statusCode: 201);
    }

    private IResult Page(HttpRequest request)
    {
        _ = int.TryParse(request.Query["continuationToken"], out var from);
        var size = Math.Min(3, int.Parse(request.Query["pageSize"]!, System.Globalization.CultureInfo.InvariantCulture));
        var page = Roster.Skip(from).Take(size).Select(u => u.Json());
        return Results.Json(from + size < Roster.Count ? new { members = page, continuationToken = $"{from + size}" } : (object)new { members = page });
    }

    private IResult Keep(HttpContext context, string[] path, string body)
    {
        var place = path[2];
        var targeted = context.Request.Query["isTargetedActivity"] == "true";
        if (Closed.TryGetValue(place.Split(";messageid=")[0], out var code))
            return Error(code.Contains("NotFound", StringComparison.Ordinal) ? 404 : 403, code);
        if (targeted && (!TakesTargeted || place.StartsWith("a:", StringComparison.Ordinal)))
            return Error(400, "BadArgument");

        if (path.Length > 4 && Deleted.Contains(path[4]))
            return Error(404, "ActivityNotFoundInConversation");

        Assert.True(Encoding.UTF8.GetByteCount(body) <= CardRules.Largest, "A message has at most 28 KB, with all that is around the card.");
        var json = JsonNode.Parse(body)!.AsObject();
        foreach (var attachment in json["attachments"]?.AsArray() ?? [])
            CardRules.Check(attachment!["content"]!);
        lock (_sent)
        {
            var isUpdate = context.Request.Method == "PUT";
            var id = isUpdate ? path[4] : $"{1_700_000_000_000 + ++_number}";
            if (isUpdate && _sent.All(s => s.Id != id))
                return Error(404, "ActivityNotFoundInConversation");
            _sent.Add(new(id, place, isUpdate, targeted ? (string?)json["recipient"]?["id"] : null, isUpdate || path.Length < 5 ? null : path[4], json));
            return Results.Json(new { id }, statusCode: isUpdate ? 200 : 201);
        }
    }

    private static IResult Error(int status, string code) => Results.Json(new { error = new { code, message = $"{code} and a sentence" } }, statusCode: status);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>A call that fails.</summary>
internal sealed record Fault(int Status, string Body = "", int? RetryAfter = null, TimeSpan Delay = default);

/// <summary>What the Connector was given.</summary>
/// <param name="OnlyFor">Who alone sees it; null for everybody in the conversation.</param>
internal sealed record SentActivity(string Id, string Place, bool IsUpdate, string? OnlyFor, string? ReplyTo, JsonObject Json)
{
    public JsonNode Card => Json["attachments"]![0]!["content"]!;

    public string Text => Cards.TextOf(Card);
}

/// <summary>Somebody in the directory.</summary>
internal sealed record TeamsUser(string Name, string Mri, string Aad, bool IsGuest = false)
{
    public static TeamsUser Named(string name) => new(name, $"29:1{name.ToLowerInvariant()}", new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString());

    public object Json() => new { id = Mri, aadObjectId = Aad.Length > 0 ? Aad : null, name = Name, userPrincipalName = IsGuest ? $"{Name}_example.com#EXT#@tern.example" : $"{Name}@tern.example", tenantId = TeamsCloud.Tenant, userRole = "user" };
}
