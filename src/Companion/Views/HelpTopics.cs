using System.Collections.Immutable;

namespace Companion.Views;

/// <summary>Every command: what it does, how it is written, examples. Help, "did you mean" and the manifests come from here.</summary>
internal static class HelpTopics
{
    public static readonly ImmutableArray<HelpTopic> All =
    [
        new("status", "Where every unit is, what the evidence supports, what comes next.", ["status", "status contributors", "status page 2"]),
        new("home", "What waits for you, then the equalizer.", ["home"]),
        new("share", "Show the answer to everybody in this conversation.", ["share status", "share why contributors"]),
        new("why", "The reasons behind a status, a number, a criterion or the gate.", ["why contributors", "why contributors know-how", "why gate"]),
        new("answer", "Answer the open check-in. It takes 20 seconds; \"?\" means you do not know, an empty field skips the question.", ["answer", "answer 3"]),
        new("decide", "Advance a unit by one stage, hold, or step back. The decision and its reasons stand in the log.", ["decide contributors", "decide contributors advance", "decide contributors hold because after the launch", "decide contributors step-back 20"]),
        new("snooze", "Put a nudge off for some days; its clock stands still meanwhile.", ["snooze contributors", "snooze contributors 3 days because the release comes first"]),
        new("target", "Set, re-date or drop where a unit should be and by when.", ["target contributors 40 by 2026-06-30", "target contributors none"]),
        new("evidence", "Report a fact about a criterion; it counts at once.", ["evidence contributors", "evidence contributors first-response 60"]),
        new("decisions", "The decision log, latest first.", ["decisions", "decisions contributors", "decisions 12", "decisions page 2", "decisions verify"]),
        new("review", "Say what became of a decision: expected beside actual.", ["review 5"]),
        new("checkin", "The recurring questionnaire: create or change one, ask now, pause or resume it.", ["checkin", "checkin create", "checkin edit", "checkin now", "checkin pause", "checkin resume"]),
        new("timeoff", "Your days off: nothing reaches you then, and your clocks stand still.", ["timeoff 20-24 Feb", "timeoff tomorrow", "timeoff", "timeoff clear"]),
        new("setup", "Three questions to begin with; said again, it shows what is left to say.", ["setup", "setup contributors", "setup more"]),
        new("units", "The units with the recommended order of moves; add, change, import or retire some.", ["units", "units add", "units edit contributors", "units import", "units retire finance because it came in by mistake", "units restore finance because we need it after all"]),
        new("stages", "The named positions of a unit's slider.", ["stages contributors", "stages contributors add", "stages contributors edit 40", "stages contributors remove 60 because nobody needs it", "stages contributors free 60 because it proves itself"]),
        new("criteria", "What guards the stages of a unit, or the gate; add, change, remove, declare not applicable.", ["criteria contributors", "criteria gate", "criteria contributors add", "criteria contributors edit know-how", "criteria contributors edit know-how threshold 50 because the bar was too low", "criteria contributors remove reciprocal because we pay nobody", "criteria finance exempt investor-positions because we have none"]),
        new("gate", "The stability gate: what it asks, what it says, whether it is waived.", ["gate"]),
        new("waive", "Let the gate pass for at most 90 days, with a reason.", ["waive 30 days because the launch is small", "waive until 2026-05-01 because the launch is small", "waive end because the launch is over"]),
        new("depends", "What a unit needs of another before it may move on.", ["depends contributors", "depends contributors 60 on tech-stack 40 because outsiders need the adapters", "depends contributors 60 on tech-stack none because it went well"]),
        new("owners", "Who answers for a unit; handing it over is a decision.", ["owners contributors", "owners contributors Ben, Sam because Sam joins in", "owners contributors none because Ben left"]),
        new("stewards", "Who oversees the whole equalizer; handing stewardship over is a decision.", ["stewards", "stewards Ana, Sam because Sam takes over"]),
        new("reporter", "Who is asked for a fact, where it is not the unit's first owner.", ["reporter finance runway Sam", "reporter finance runway none"]),
        new("members", "Who belongs to the organisation.", ["members", "members add Sam, Kim", "members remove Kim", "members page 2"]),
        new("hours", "Your working hours and time zone, or the organisation's.", ["hours", "hours 10:00-16:00 Mon-Thu", "hours zone Europe/Berlin", "hours default", "hours organisation 9:00-17:00 Mon-Fri", "hours organisation zone Europe/Berlin"]),
        new("holidays", "Days on which nobody is messaged; paste a calendar to add many.", ["holidays", "holidays add 2026-12-25 Christmas Day", "holidays remove 2026-12-25", "holidays import"]),
        new("volume", "How much reaches you: everything, only what needs you, or one message a week.", ["volume", "volume everything", "volume only what needs me", "volume weekly"]),
        new("link", "Become one person with your identity on another platform.", ["link", "link ABCD-EFGH", "link confirm ABCD-EFGH"]),
        new("channel", "Where the news of a unit, or of all, appear: say it in that channel.", ["channel", "channel here", "channel contributors here", "channel contributors none"]),
        new("connect", "Bring a second chat into this organisation.", ["connect", "connect ABCD-EFGH"]),
        new("trigger", "Say why a move is considered: pushed by something, or chosen.", ["trigger contributors pushed because there is too much to curate", "trigger contributors"]),
        new("expect", "Write down what a decision should bring, where that is missing.", ["expect 5"]),
        new("log", "Log a decision that was made in a conversation and moves no slider.", ["log", "log We publish the budget every quarter", "log https://chat.example/archives/C1/p1 We publish the budget"]),
        new("report", "Say what became of a decision, before its review is due or when it is.", ["report 5"]),
        new("supersede", "Say that an earlier decision no longer holds.", ["supersede 5 because the facts changed"]),
        new("search", "Find decisions by words, unit, person, kind and period.", ["search too much content", "search release unit:contributors by:Ben kind:hold from:2026-01-01 to:2026-06-30"]),
        new("export", "Take the decision log away as Markdown, JSON or CSV.", ["export", "export json", "export csv"]),
        new("import", "Add several units from a list as CSV.", ["import"]),
        new("token", "What a program hands evidence in with, or reads with; a steward makes and revokes it.", ["token create ci", "token create ci scope evidence unit tech-stack for 90 days", "token create board scope read for 30 days", "token list", "token revoke ci"]),
        new("undo", "Take your last change back, within ten minutes.", ["undo"]),
        new("forget-me", "Have your name and your texts erased.", ["forget-me", "forget-me yes"]),
        new("help", "This list, or one command with examples.", ["help", "help decide"]),
    ];

    /// <summary>The ones a platform lists by itself, where it has room for a dozen.</summary>
    public static readonly ImmutableArray<HelpTopic> Listed =
        [.. ((string[])["status", "why", "answer", "decide", "evidence", "decisions", "checkin", "timeoff", "log", "search", "setup", "help"]).Select(name => All.First(t => t.Name == name))];

    public static HelpTopic? Find(string name) => All.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The command that a typo most likely meant; null when nothing is near.</summary>
    public static string? Nearest(string word) => WordDistance.Nearest(word, All.Select(t => t.Name));
}

/// <summary>One command as help shows it.</summary>
internal sealed record HelpTopic(string Name, string Says, ImmutableArray<string> Examples);
