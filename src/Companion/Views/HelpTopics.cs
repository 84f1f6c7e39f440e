using System.Collections.Immutable;

namespace Companion.Views;

/// <summary>Every command: what it does, how it is written, examples. Help, "did you mean" and the manifests come from here.</summary>
internal static class HelpTopics
{
    public static readonly ImmutableArray<HelpTopic> All =
    [
        new("status", "Where every unit is, what the evidence supports, what comes next.", ["status", "status contributors"]),
        new("why", "The reasons behind a status, a number, a criterion or the gate.", ["why contributors", "why contributors know-how", "why gate"]),
        new("answer", "Answer the open check-in. It takes 20 seconds; \"?\" means you do not know, an empty field skips the question.", ["answer", "answer 3"]),
        new("decide", "Advance a unit by one stage, hold, or step back. The decision and its reasons stand in the log.", ["decide contributors", "decide contributors advance", "decide contributors hold because after the launch", "decide contributors step-back 20"]),
        new("snooze", "Put a nudge off for some days; its clock stands still meanwhile.", ["snooze contributors", "snooze contributors 3 days because the release comes first"]),
        new("target", "Set, re-date or drop where a unit should be and by when.", ["target contributors 40 by 2026-06-30", "target contributors none"]),
        new("evidence", "Report a fact about a criterion; it counts at once.", ["evidence contributors", "evidence contributors first-response 60"]),
        new("decisions", "The decision log, latest first.", ["decisions", "decisions contributors", "decisions 12", "decisions page 2"]),
        new("review", "Say what became of a decision: expected beside actual.", ["review 5"]),
        new("checkin", "The recurring questionnaire: create one, ask now, pause or resume it.", ["checkin", "checkin create", "checkin now", "checkin pause", "checkin resume"]),
        new("timeoff", "Your days off: nothing reaches you then, and your clocks stand still.", ["timeoff 20-24 Feb", "timeoff tomorrow", "timeoff", "timeoff clear"]),
        new("setup", "Set up the organisation and its first unit, later one more unit.", ["setup"]),
        new("help", "This list, or one command with examples.", ["help", "help decide"]),
    ];

    public static HelpTopic? Find(string name) => All.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The command that a typo most likely meant; null when nothing is near.</summary>
    public static string? Nearest(string word) => WordDistance.Nearest(word, All.Select(t => t.Name));
}

/// <summary>One command as help shows it.</summary>
internal sealed record HelpTopic(string Name, string Says, ImmutableArray<string> Examples);
