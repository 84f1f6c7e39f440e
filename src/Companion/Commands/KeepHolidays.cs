using System.Globalization;
using Companion.Core.Members;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>holidays</c>, <c>holidays page 2</c></summary>
internal sealed record ListHolidays(int Page) : Command;

/// <summary><c>holidays add 2026-12-25 Christmas Day</c></summary>
internal sealed record AddHoliday(string Day, string Name) : Command;

/// <summary><c>holidays remove 2026-12-25</c></summary>
internal sealed record RemoveHoliday(string Day) : Command;

/// <summary><c>holidays import</c>: an iCalendar text, pasted.</summary>
internal sealed record ImportHolidays(Fields Fields) : Command;

/// <summary>Days on which nobody of the organisation is messaged.</summary>
internal sealed class KeepHolidaysHandler(HolidayStore holidays)
{
    private const int MostHolidays = 1000;
    private const int LongestName = 100;

    public async Task<Reply> ListAsync(ListHolidays command, Caller caller, CancellationToken ct) =>
        new Reply.Show(HolidaysView.List([.. (await holidays.AllAsync(caller.Organisation.Id, ct)).Where(h => h.Day >= caller.Today).Select(h => (h.Day, h.Name))], command.Page, caller.IsSteward));

    public async Task<Reply> AddAsync(AddHoliday command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return StewardsOnly;
        if (Day(command.Day, caller) is not { } day)
            return Answers.Refused(new("holidays.day", "Write the day as 2026-12-25, from today on and within ten years: holidays add 2026-12-25 Christmas Day."));
        var name = command.Name.Length == 0 ? "Holiday" : command.Name;
        if (name.Length > LongestName)
            return Answers.Refused(new("holidays.name", $"A name has up to {LongestName} characters."));
        if (caller.Organisation.Holidays.Count >= MostHolidays)
            return Answers.Refused(new("holidays.many", $"There are {MostHolidays:N0} holidays already."));

        var reply = new Reply.Done(HolidaysView.Added([(day, name)], new(0, 0, 0)));
        await holidays.ChangeAsync([new(day, name)], [], caller.Effects(reply, $"the holiday {Wording.Day(day)}", $"holiday {Iso(day)}", $"holidays remove {Iso(day)}"), ct);
        return reply;
    }

    public async Task<Reply> RemoveAsync(RemoveHoliday command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return StewardsOnly;
        var all = await holidays.AllAsync(caller.Organisation.Id, ct);
        if (Parse(command.Day) is not { } day || all.FirstOrDefault(h => h.Day == day) is not { } holiday)
            return Answers.Refused(new("holidays.unknown", "That is no holiday here. See the list: holidays."));

        var reply = new Reply.Done(HolidaysView.Removed(day, holiday.Name));
        await holidays.ChangeAsync([], [day], caller.Effects(reply, $"the holiday {Wording.Day(day)}", $"holiday {Iso(day)}", $"holidays add {Iso(day)} {holiday.Name}"), ct);
        return reply;
    }

    public async Task<Reply> ImportAsync(ImportHolidays command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return StewardsOnly;
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(HolidaysView.Form());
        if (HolidayCalendar.Read(command.Fields["calendar"] ?? "", caller.Today, caller.Today.AddYears(3)).IsRefused(out var why, out var list))
            return Answers.Refused(why, command.Fields);
        if (list.Days.IsEmpty)
            return Answers.Refused(new("holidays.none", $"There is no all-day event from today on within three years.{HolidaysView.PassedOver(list.PassedOver)}", "calendar"), command.Fields);
        if (caller.Organisation.Holidays.Count + list.Days.Length > MostHolidays)
            return Answers.Refused(new("holidays.many", $"There can be {MostHolidays:N0} holidays.", "calendar"), command.Fields);

        var reply = new Reply.Done(HolidaysView.Added(list.Days, list.PassedOver), Replaces: true);
        var added = list.Days.Select(d => new Holiday(d.Day, d.Name)).ToList();
        await holidays.ChangeAsync(added, [], caller.Effects(reply, added.Count == 1 ? $"the imported holiday {Wording.Day(added[0].Day)}" : $"the {added.Count} imported holidays", "holidays import", null), ct);
        return reply;
    }

    private static Reply StewardsOnly => Answers.Refused(new("holidays.stewards-only", "Only a steward changes the holidays."));

    private static DateOnly? Day(string text, Caller caller) => Parse(text) is { } day && day >= caller.Today && day <= caller.Today.AddYears(10) ? day : null;

    private static DateOnly? Parse(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
