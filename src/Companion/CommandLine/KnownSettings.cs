namespace Companion.CommandLine;

/// <summary>The settings that can be given on a command line, so that a mistyped one is told instead of dropped.</summary>
internal static class KnownSettings
{
    /// <summary>What stands outside of every section: of the host, and of Companion.</summary>
    private static readonly string[] Plain =
    [
        "urls", "http_ports", "https_ports", "environment", "applicationName", "contentRoot", "webroot", "detailedErrors", "shutdownTimeoutSeconds",
        "preferHostingUrls", "hostingStartupAssemblies", "preventHostingStartup", "forwardedHeaders_Enabled", "AllowedHosts", "PublicUrl",
    ];

    /// <summary>How the names of OpenTelemetry's own settings begin.</summary>
    private const string OfTelemetry = "OTEL_";

    /// <summary>Our sections with the class that binds them.</summary>
    private static readonly Dictionary<string, Type> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        [Api.Settings.Section] = typeof(Api.Settings),
        [Dashboard.Settings.Section] = typeof(Dashboard.Settings),
        [Schedule.Settings.Section] = typeof(Schedule.Settings),
        [Platforms.Slack.Settings.Section] = typeof(Platforms.Slack.Settings),
        [Storage.Settings.Section] = typeof(Storage.Settings),
        [Platforms.Teams.Settings.Section] = typeof(Platforms.Teams.Settings),
        [Telemetry.Settings.Section] = typeof(Telemetry.Settings),
        [Platforms.WebChat.Settings.Section] = typeof(Platforms.WebChat.Settings),
    };

    /// <summary>Sections of the framework; what stands in them is its own to check.</summary>
    private static readonly string[] Theirs = ["Logging", "Kestrel"];

    /// <summary>True for a word such as <c>Storage:ConnectionString</c> that means a section's setting, right or wrong.</summary>
    public static bool IsInSection(string key) => key.Contains(':', StringComparison.Ordinal);

    /// <summary>What is wrong with the name of a setting; null when it is one.</summary>
    /// <param name="key">Without dashes before and value behind.</param>
    public static string? WhyNot(string key)
    {
        if (!IsInSection(key))
            // A section by itself sets nothing; hosts that hand their settings on write it with no value.
            return Has(Plain, key) || key.StartsWith(OfTelemetry, StringComparison.OrdinalIgnoreCase) || Has(Theirs, key) || Ours.ContainsKey(key) ? null : $"There is no setting {key}.";

        var parts = key.Split(':');
        if (Has(Theirs, parts[0]))
            return null;
        if (!Ours.TryGetValue(parts[0], out var settings))
            return $"There is no section {parts[0]} in the settings. {Nearest(parts[0], [.. Ours.Keys, .. Theirs])}";

        var names = settings.GetProperties().Select(p => p.Name).ToList();
        return Has(names, parts[1]) ? null : $"There is no setting {parts[0]}:{parts[1]}. {Nearest(parts[1], names)}";
    }

    /// <summary>"Did you mean ...?" where a word is near, else which there are.</summary>
    public static string Nearest(string word, IReadOnlyCollection<string> known) =>
        Views.WordDistance.Nearest(word, known) is { } near ? $"Did you mean {near}?" : $"There is {string.Join(", ", known)}.";

    private static bool Has(IEnumerable<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
