using System.Globalization;
using Companion.Commands;
using Companion.Core;

namespace Companion.Chat;

/// <summary>The lines that are about people, their time and their wishes, and about the log as a whole.</summary>
internal static class PeopleCommands
{
    public static Outcome<Command> Stewards(Words words, Fields fields)
    {
        var (before, because) = words.SplitAt("because");
        return new AssignStewards(before.Rest() is { Length: > 0 } people ? people : fields["people"], because, fields);
    }

    public static Outcome<Command> Members(Words words) => words.Next()?.ToLowerInvariant() switch
    {
        null or "list" => new ListMembers(1),
        "page" => UnitCommands.Page(words, page => new ListMembers(page)),
        "add" => new AddMembers(words.Rest()),
        "remove" => new RemoveMember(words.Rest()),
        var other => new Refusal("members.how", $"\"members {UnitCommands.Short(other)}\" is not known. There is members add and members remove."),
    };

    public static Outcome<Command> Holidays(Words words, Fields fields) => words.Next()?.ToLowerInvariant() switch
    {
        null or "list" => new ListHolidays(1),
        "page" => UnitCommands.Page(words, page => new ListHolidays(page)),
        "add" => new AddHoliday(words.Next() ?? "", words.Rest()),
        "remove" => new RemoveHoliday(words.Rest()),
        "import" or "paste" => new ImportHolidays(fields),
        var other => new Refusal("holidays.how", $"\"holidays {UnitCommands.Short(other)}\" is not known. There is holidays add, remove and import."),
    };

    public static Outcome<Command> Link(Words words)
    {
        var first = words.Next();
        return string.Equals(first, "confirm", StringComparison.OrdinalIgnoreCase)
            ? words.Next() is { } code ? new LinkIdentities(code, IsConfirmation: true) : new Refusal("link.which", "Confirm which code? Write link confirm ABCD-EFGH.")
            : new LinkIdentities(first, IsConfirmation: false);
    }

    public static Outcome<Command> Numbered(Words words, string verb, Func<long, Command> of) =>
        long.TryParse(words.Next(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? of(number)
            : new Refusal($"{verb}.number", $"{char.ToUpperInvariant(verb[0])}{verb[1..]} which decision? Write its number: {verb} 5.");

    public static Outcome<Command> Supersede(Words words, Fields fields)
    {
        var (before, because) = words.SplitAt("because");
        return Numbered(before, "supersede", number => new Supersede(number, because, fields));
    }

    public static Outcome<Command> Log(Words words, Fields fields)
    {
        var all = words.Rest();
        var first = all.Split(' ', 2);
        return first[0].StartsWith("http://", StringComparison.OrdinalIgnoreCase) || first[0].StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? new LogDecision(first[0], first.Length > 1 ? first[1] : "", fields)
            : new LogDecision(null, all, fields);
    }

    public static Outcome<Command> Search(Words words)
    {
        var text = words.Rest();
        var at = text.LastIndexOf(" page ", StringComparison.OrdinalIgnoreCase);
        return at >= 0 && int.TryParse(text[(at + 6)..], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is >= 1 and <= 1_000_000
            ? new SearchDecisions(text[..at].Trim(), page)
            : new SearchDecisions(text, 1);
    }
}
