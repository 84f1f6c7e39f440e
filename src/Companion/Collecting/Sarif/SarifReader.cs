using System.Collections.Immutable;
using System.Text.Json;

namespace Companion.Collecting.Sarif;

/// <summary>Reads the SARIF 2.1 that the C# compiler writes. What is broken, foreign or too large is refused with the file's name; it is never read as "no findings".</summary>
internal static class SarifReader
{
    /// <summary>A compiler's log of a large project has some megabytes.</summary>
    public const long LargestFile = 64 * 1024 * 1024;

    private const string Prefix = "PD";
    private const string Summary = "PD9001";

    /// <exception cref="CollectingException">The file cannot be read as what it should be.</exception>
    public static async Task<IReadOnlyList<ProjectReport>> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > LargestFile)
                throw new CollectingException($"{file} has {stream.Length / 1024 / 1024:N0} MB; a compiler's report has up to {LargestFile / 1024 / 1024} MB.");

            using var json = await JsonDocument.ParseAsync(stream, new JsonDocumentOptions { MaxDepth = 64 }, ct);
            return Read(file, json.RootElement);
        }
        catch (JsonException e)
        {
            throw new CollectingException($"{file} is not JSON that can be read (line {e.LineNumber + 1}): was the build interrupted?", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CollectingException($"{file} cannot be read: {e.Message}", e);
        }
        // A member of another kind than SARIF says.
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CollectingException($"{file} is not SARIF as the C# compiler writes it.", e);
        }
    }

    private static List<ProjectReport> Read(string file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "version") is not { } version || !root.TryGetProperty("runs", out var runs) || runs.ValueKind != JsonValueKind.Array)
            throw new CollectingException($"{file} is not SARIF: it has no version and runs.");
        if (!version.StartsWith("2.1", StringComparison.Ordinal))
            throw new CollectingException($"{file} is SARIF {Short(version)}; build with ErrorLog=...,version=2.1, or with DecentralizationReport=true.");
        if (runs.GetArrayLength() == 0)
            throw new CollectingException($"{file} has no run: the compiler wrote nothing.");

        return [.. runs.EnumerateArray().Select(run => ReadRun(file, run))];
    }

    private static ProjectReport ReadRun(string file, JsonElement run)
    {
        var driver = run.GetProperty("tool").GetProperty("driver");
        var tool = Text(driver, "name") ?? "";
        if (!tool.Contains("C# Compiler", StringComparison.Ordinal))
            throw new CollectingException($"{file} was written by {(tool.Length == 0 ? "an unknown tool" : Short(tool))}, not by the C# compiler.");

        var rules = Items(driver, "rules").Where(r => Text(r, "id")?.StartsWith(Prefix, StringComparison.Ordinal) == true).ToList();
        var results = Items(run, "results").Where(r => Text(r, "ruleId")?.StartsWith(Prefix, StringComparison.Ordinal) == true).ToList();
        var summary = results.Find(r => Text(r, "ruleId") == Summary);
        var hasSummary = summary.ValueKind == JsonValueKind.Object;
        return new(
            file,
            (hasSummary ? Property(summary, "assembly") ?? Text(summary.GetProperty("message"), "text")?.Split(':')[0] : null) ?? NameOf(file),
            rules.Count > 0,
            hasSummary,
            [.. SwitchedOff(run, rules).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. results.Where(r => Property(r, "fingerprint") is not null).Select(FindingOf)],
            hasSummary ? PathsOf(Property(summary, "paths") ?? "") : [])
        {
            Role = (hasSummary ? Property(summary, "role") : null) ?? "product",
            Succeeded = Items(run, "invocations").All(i => !i.TryGetProperty("executionSuccessful", out var did) || did.ValueKind != JsonValueKind.False),
        };
    }

    /// <summary>Rules that are on by default, but were silenced for all or some files by configuration: their findings are missing without a trace.</summary>
    private static IEnumerable<string> SwitchedOff(JsonElement run, List<JsonElement> rules)
    {
        var overridden = Items(run, "invocations").SelectMany(i => Items(i, "ruleConfigurationOverrides"))
            .Where(o => IsOff(o, "configuration")).Select(o => Text(o.GetProperty("descriptor"), "id") ?? "");
        var silenced = rules.Where(r => r.TryGetProperty("properties", out var p) && Items(p, "suppressionKinds").Any(k => k.ValueKind == JsonValueKind.String && k.GetString() == "external")).Select(r => Text(r, "id")!);
        var offAnyway = rules.Where(r => IsOff(r, "defaultConfiguration")).Select(r => Text(r, "id")!).ToHashSet(StringComparer.Ordinal);
        return overridden.Concat(silenced).Where(id => id.StartsWith(Prefix, StringComparison.Ordinal) && !offAnyway.Contains(id));
    }

    private static bool IsOff(JsonElement of, string name) =>
        of.TryGetProperty(name, out var configuration)
        && ((configuration.TryGetProperty("enabled", out var enabled) && enabled.ValueKind == JsonValueKind.False) || Text(configuration, "level") == "none");

    private static Finding FindingOf(JsonElement result)
    {
        var fingerprint = Property(result, "fingerprint")!.Split('|');
        var (place, line) = PlaceOf(result);
        return new(
            Text(result, "ruleId")!,
            Text(result, "level") ?? "warning",
            Property(result, "vendor") ?? "?",
            Property(result, "capability") ?? "?",
            fingerprint.Length > 2 ? fingerprint[2] : "?",
            Text(result.GetProperty("message"), "text") ?? "",
            place,
            line,
            WaiverOf(result));
    }

    private static string? WaiverOf(JsonElement result) =>
        Items(result, "suppressions").Select(s => Text(s, "kind") switch
        {
            "inSource" => "in the source",
            "external" => "by the baseline",
            var kind => kind,
        }).FirstOrDefault();

    private static (string?, int?) PlaceOf(JsonElement result)
    {
        if (Items(result, "locations").FirstOrDefault() is not { ValueKind: JsonValueKind.Object } location || !location.TryGetProperty("physicalLocation", out var physical))
            return (null, null);

        var uri = physical.TryGetProperty("artifactLocation", out var artifact) ? Text(artifact, "uri") : null;
        int? line = physical.TryGetProperty("region", out var region) && region.TryGetProperty("startLine", out var start) && start.TryGetInt32(out var number) ? number : null;
        return (uri is null ? null : Uri.TryCreate(uri, UriKind.Absolute, out var absolute) && absolute.IsFile ? absolute.LocalPath : Uri.UnescapeDataString(uri), line);
    }

    private static ImmutableArray<SwapPath> PathsOf(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('|')).Where(p => p.Length == 5)
            .Select(p => new SwapPath(p[0], p[1], p[2], [.. p[3].Split(',', StringSplitOptions.RemoveEmptyEntries)], [.. p[4].Split(',', StringSplitOptions.RemoveEmptyEntries)])),
    ];

    private static string? Property(JsonElement result, string name) =>
        result.TryGetProperty("properties", out var properties) && properties.TryGetProperty("customProperties", out var custom) ? Text(custom, name) : null;

    private static string? Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    // Shop.net10.0.decentralization.sarif is Shop.
    private static string NameOf(string file)
    {
        var name = Path.GetFileName(file).Replace(".sarif", "", StringComparison.OrdinalIgnoreCase).Replace(".decentralization", "", StringComparison.OrdinalIgnoreCase);
        var at = name.LastIndexOf(".net", StringComparison.OrdinalIgnoreCase);
        return at > 0 ? name[..at] : name;
    }

    private static string Short(string text) => text.Length > 60 ? $"{text[..60]}…" : text;
}
