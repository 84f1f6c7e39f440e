using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using Companion.Collecting;

namespace Companion.CommandLine;

/// <summary>Where evidence goes: the options that all commands of <c>companion evidence</c> share.</summary>
internal sealed class EvidenceTarget
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Option<string> _server = new("--server", "--url") { Description = "The address of the running server.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("COMPANION_SERVER") is { Length: > 0 } server ? server : Server.DefaultUrl };
    private readonly Option<string?> _token = new("--token") { Description = "A token with scope evidence. Better in COMPANION_TOKEN: other programs of this machine can read a command line." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print what would be sent, and send nothing." };

    public Option<string?> Link { get; } = new("--link") { Description = "Where it can be looked up: the build, the report." };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_token);
        command.Options.Add(_dryRun);
        command.Options.Add(Link);
    }

    /// <summary>Sends the figures that the unit asks for, and says which it does not.</summary>
    public async Task<int> SendAsync(ParseResult parsed, string unit, IReadOnlyList<Figure> figures, DateTimeOffset? at, string source, CancellationToken ct)
    {
        await Evidence.SayAsync(figures.Select(f => $"  {f.Criterion,-22} {Text(f),8}  {f.Says}"));
        await Evidence.SayAsync([""]);
        var all = figures.Select(f => MeasurementToSend.Of(unit, f, at, source, parsed.GetValue(Link))).ToList();
        if (parsed.GetValue(_dryRun))
            return await PrintAsync(all);

        using var http = Client(parsed);
        var sender = new EvidenceSender(http);
        var asked = await sender.CriteriaAsync(unit, ct);
        var unasked = all.Where(m => !asked.Contains(m.Criterion)).Select(m => m.Criterion).ToList();
        all.RemoveAll(m => !asked.Contains(m.Criterion));
        if (unasked.Count > 0)
            await Console.Out.WriteLineAsync($"{unit} has no criterion {string.Join(", ", unasked)}: not sent.");
        if (all.Count == 0)
            throw new CollectingException($"None of these figures is a criterion of {unit}: nothing was sent.");

        return await SendAsync(sender, all, http.BaseAddress!, ct);
    }

    /// <summary>Sends measurements as they are.</summary>
    public async Task<int> SendAsync(ParseResult parsed, IReadOnlyList<MeasurementToSend> measurements, CancellationToken ct)
    {
        if (parsed.GetValue(_dryRun))
            return await PrintAsync(measurements);

        using var http = Client(parsed);
        return await SendAsync(new EvidenceSender(http), measurements, http.BaseAddress!, ct);
    }

    private static async Task<int> SendAsync(EvidenceSender sender, IReadOnlyList<MeasurementToSend> measurements, Uri server, CancellationToken ct)
    {
        var kept = await sender.SendAsync(measurements, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(), ct);
        await Console.Out.WriteLineAsync($"{kept.ToString(CultureInfo.InvariantCulture)} {(kept == 1 ? "measurement counts" : "measurements count")} now at {server}");
        return 0;
    }

    private static async Task<int> PrintAsync(IReadOnlyList<MeasurementToSend> measurements)
    {
        await Console.Out.WriteLineAsync(EvidenceSender.Body(measurements));
        return 0;
    }

    private HttpClient Client(ParseResult parsed)
    {
        var server = parsed.GetValue(_server)!;
        if (!Uri.TryCreate(server.EndsWith('/') ? server : $"{server}/", UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new CollectingException($"\"{server}\" is no address of a server: write --server {Server.DefaultUrl}");
        var token = parsed.GetValue(_token) ?? Environment.GetEnvironmentVariable("COMPANION_TOKEN");
        if (string.IsNullOrWhiteSpace(token) || token.Any(c => c is <= ' ' or > '~'))
            throw new CollectingException("A token is needed: a steward says token create ci in the chat; give it as COMPANION_TOKEN, or with --token.");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            Console.Error.WriteLine($"The token goes to {address} unencrypted: use https beyond this machine.");

        var http = new HttpClient { BaseAddress = address, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static string Text(Figure figure) => figure.Value is not { } value ? "unknown" : figure.IsYesNo ? value == 1 ? "yes" : "no" : value.ToString("0.##", CultureInfo.InvariantCulture);
}
