using System.Text.RegularExpressions;

namespace Companion.Collecting.Git;

/// <summary>Programs that commit: they are nobody's contribution.</summary>
/// <param name="named">Names and addresses of others, which only whoever measures knows.</param>
internal sealed partial class Bots(IReadOnlyCollection<string> named)
{
    // Assistants that programs put into a commit's message as co-authors; their names may be people's too, their addresses are not.
    private static readonly string[] Assistants = ["198982749+copilot@users.noreply.github.com", "copilot@users.noreply.github.com", "noreply@anthropic.com", "cursoragent@cursor.com", "noreply@openai.com"];

    public bool IsBot(string name, string mail) =>
        named.Contains(name, StringComparer.OrdinalIgnoreCase) || named.Contains(mail, StringComparer.OrdinalIgnoreCase) || Assistants.Contains(mail) || name.Contains("[bot]", StringComparison.OrdinalIgnoreCase) || mail.Contains("[bot]", StringComparison.Ordinal) || Known().IsMatch(name) || EndsInBot().IsMatch(name) || EndsInBot().IsMatch(mail.Split('@')[0]);

    [GeneratedRegex(@"^(dependabot|dependabot-preview|renovate|greenkeeper|github actions?|github-actions|web-flow|imgbot|allcontributors|semantic-release|snyk|mergify|travis ci|appveyor|azure pipelines|jenkins|weblate|crowdin)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Known();

    // "release-bot", "Build Bot"; not Talbot, whose name merely ends so.
    [GeneratedRegex(@"(^|[-_. ])bot\d*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndsInBot();
}
