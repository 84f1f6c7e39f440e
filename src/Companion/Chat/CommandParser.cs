using System.Globalization;
using Companion.Commands;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Messages;
using Companion.Views;

namespace Companion.Chat;

/// <summary>Turns a line, with the fields of a form if there was one, into a command. Never throws: what it does not understand is a refusal that helps.</summary>
internal static class CommandParser
{
    /// <summary>The longest line that is read, in characters; forms carry the long texts.</summary>
    public const int LongestLine = 4000;

    public static Outcome<Command> Parse(Said said)
    {
        if (said.Line.Length > LongestLine)
            return new Refusal("line.too-long", $"That is {said.Line.Length:N0} characters long; up to {LongestLine:N0} can be read. Use the form for long texts.");

        var words = new Words(said.Line);
        var fields = new Fields(said.Fields);
        var verb = words.Next()?.ToLowerInvariant();
        return verb switch
        {
            null or "help" or "?" or "hi" or "hello" => new ShowHelp(words.Next()),
            "status" or "equalizer" => Status(words),
            "why" => Why(words),
            "answer" => Answer(words, fields),
            "decide" => Decide(words, fields),
            "advance" or "hold" or "step-back" or "stepback" => Decide(words, fields, verb),
            "snooze" => Snooze(words, fields),
            "target" => Target(words, fields),
            "evidence" => Evidence(words, fields),
            "decisions" or "decision" => Decisions(words),
            "review" => Review(words, fields),
            "checkin" or "check-in" or "checkins" => CheckIn(words, fields),
            "timeoff" or "time-off" or "vacation" => new TakeTimeOff(words.Rest()),
            "setup" or "set-up" => new SetUp(words.Next(), fields),
            "units" or "unit" => UnitCommands.Units(words, fields),
            "import" => new ImportUnits(fields),
            "stages" or "stage" => UnitCommands.Stages(words, fields),
            "criteria" or "criterion" => UnitCommands.Criteria(words, fields),
            "gate" => new ShowGate(),
            "waive" => UnitCommands.Waive(words, fields),
            "depends" => UnitCommands.Depends(words, fields),
            "owners" or "owner" => UnitCommands.Owners(words, fields),
            "reporter" => UnitCommands.Reporter(words),
            "trigger" => UnitCommands.Trigger(words, fields),
            "expect" => PeopleCommands.Numbered(words, "expect", number => new Expect(number, fields)),
            "report" => PeopleCommands.Numbered(words, "report", number => new ReviewDecision(number, fields)),
            "supersede" => PeopleCommands.Supersede(words, fields),
            "search" => PeopleCommands.Search(words),
            "export" => new ExportLog(words.Next()),
            "stewards" or "steward" => PeopleCommands.Stewards(words, fields),
            "members" or "member" => PeopleCommands.Members(words),
            "hours" => new SetHours(words.Rest()),
            "holidays" or "holiday" => PeopleCommands.Holidays(words, fields),
            "volume" => new SetVolume(words.Rest()),
            "link" => PeopleCommands.Link(words),
            "token" or "tokens" => TokenCommands.Tokens(words),
            "forget-me" or "forgetme" => new ForgetMe(string.Equals(words.Next(), "yes", StringComparison.OrdinalIgnoreCase)),
            "undo" => new Undo(),
            "channel" or "channels" => UnitCommands.Channel(words),
            "connect" => new JoinOrganisation(words.Next()),
            "log" => PeopleCommands.Log(words, fields),
            "home" or "inbox" => new ShowHome(),
            "share" => Share(words),
            _ => new Refusal("command.unknown", verb),
        };
    }

    private static Outcome<Command> Share(Words words) => words.Rest() is not { Length: > 0 } line
        ? new Refusal("share.what", "Share what? Write share before a command: share status.")
        : Parse(new(line)).IsRefused(out var why, out var command) ? why
        : command is ShareAnswer ? command
        : new ShareAnswer(command);

    private static Outcome<Command> Status(Words words)
    {
        var unit = words.Next();
        return string.Equals(unit, "page", StringComparison.OrdinalIgnoreCase) ? UnitCommands.Page(words, page => new ShowStatus(null, page)) : new ShowStatus(unit, 1);
    }

    private static Outcome<Command> Why(Words words) =>
        words.Next() is { } unit ? new ExplainWhy(unit, words.Next()) : new Refusal("why.what", "Why what? Name a unit: why contributors, why contributors know-how, or why gate.");

    private static Outcome<Command> Answer(Words words, Fields fields) =>
        words.Next() is not { } number ? new AnswerCheckIn(null, fields)
        : long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var round) ? new AnswerCheckIn(round, fields)
        : new Refusal("answer.number", $"\"{Short(number)}\" is not the number of a check-in round. Write answer, or answer 3.");

    private static Outcome<Command> Decide(Words words, Fields fields, string? verb = null)
    {
        if (words.Next() is not { } unit)
            return new Refusal("decide.what", "Decide about what? Name a unit: decide contributors.");

        var (before, because) = words.SplitAt("because");
        var action = verb ?? before.Next()?.ToLowerInvariant();
        DecisionKind? kind = action switch
        {
            null => null,
            "advance" => DecisionKind.Advance,
            "hold" => DecisionKind.Hold,
            "step-back" or "stepback" => DecisionKind.StepBack,
            _ => DecisionKind.Review,
        };
        if (kind == DecisionKind.Review)
            return new Refusal("decide.how", $"\"{Short(action!)}\" is not a decision. Choose advance, hold or step-back.");

        var to = before.Next() ?? fields["to"];
        if (to is null)
            return new Decide(unit, kind, null, because, fields);

        return int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new Decide(unit, kind, position, because, fields)
            : new Refusal("decide.where", $"\"{Short(to)}\" is not a stage. Write its number, such as 40.", "to");
    }

    private static Outcome<Command> Snooze(Words words, Fields fields)
    {
        if (words.Next() is not { } unit)
            return new Refusal("snooze.what", "Snooze what? Name the unit of the nudge: snooze contributors 3 days because the release comes first.");

        var (before, because) = words.SplitAt("because");
        return new Snooze(unit, before.Rest() is { Length: > 0 } until ? until : fields["until"], because ?? fields["reason"], fields);
    }

    private static Outcome<Command> Target(Words words, Fields fields)
    {
        if (words.Next() is not { } unit)
            return new Refusal("target.what", "The target of what? Name a unit: target contributors 40 by 2026-06-30.");

        var (before, because) = words.SplitAt("because");
        var level = before.Next() ?? fields["target"];
        var by = before.Next();
        if (by is not null && by.ToLowerInvariant() is "by" or "until")
            by = before.Next();
        // What is not understood is not passed over: a date that was meant would be missing from the promise.
        return before.Rest().Length > 0
            ? new Refusal("target.day", $"Write the day as 2026-06-30: target {Short(unit)} {Short(level!)} by 2026-06-30 because ...", "by")
            : new SetTarget(unit, level, by ?? fields["by"], because ?? fields["rationale"], fields);
    }

    private static Outcome<Command> Evidence(Words words, Fields fields) =>
        words.Next() is not { } unit
            ? new Refusal("evidence.what", "Evidence for what? Name a unit: evidence contributors, or evidence gate.")
            : new GiveEvidence(unit, words.Next() ?? fields["criterion"], words.Next() ?? fields["value"], words.Rest() is { Length: > 0 } note ? note : fields["note"], fields);

    private static Outcome<Command> Decisions(Words words)
    {
        var word = words.Next();
        if (string.Equals(word, "page", StringComparison.OrdinalIgnoreCase))
            return Page(null, words.Next());
        if (string.Equals(word, "verify", StringComparison.OrdinalIgnoreCase))
            return new VerifyLog();
        if (word is not null && long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new ShowDecision(number);

        return string.Equals(words.Next(), "page", StringComparison.OrdinalIgnoreCase) ? Page(word, words.Next()) : new ListDecisions(word, 1);
    }

    private static Outcome<Command> Page(string? unit, string? page) =>
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1_000_000
            ? new ListDecisions(unit, number)
            : new Refusal("decisions.page", "Which page? Write decisions page 2.");

    private static Outcome<Command> Review(Words words, Fields fields) =>
        long.TryParse(words.Next(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ReviewDecision(number, fields)
            : new Refusal("review.number", "Review which decision? Write its number: review 5.");

    private static Outcome<Command> CheckIn(Words words, Fields fields) => words.Next()?.ToLowerInvariant() switch
    {
        null or "list" => new ListCheckIns(1),
        "page" => UnitCommands.Page(words, page => new ListCheckIns(page)),
        "create" => new CreateCheckIn(fields),
        "edit" => new EditCheckIn(words.Rest(), fields),
        "now" => new OpenRoundNow(words.Rest()),
        "pause" => new PauseCheckIn(words.Rest(), Paused: true),
        "resume" => new PauseCheckIn(words.Rest(), Paused: false),
        var other => new Refusal("checkin.how", $"\"checkin {Short(other)}\" is not known. There is checkin create, edit, now, pause and resume."),
    };

    /// <summary>What answers a line that is no command: the nearest one.</summary>
    public static Card Unknown(string verb) => HelpView.Unknown(verb, HelpTopics.Nearest(verb));

    private static string Short(string word) => word.Length > 40 ? $"{word[..40]}…" : word;
}
