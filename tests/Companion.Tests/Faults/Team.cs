using Companion.Tests.Support;

namespace Companion.Tests.Faults;

/// <summary>A small organisation: You the steward, Ben and Cleo who both answer for contributors.</summary>
internal static class Team
{
    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(1));

    public static Dictionary<string, string> SetUp(string people = "Ben, Cleo", string owners = "Ben, Cleo", string organisation = "Tern") => new(StringComparer.Ordinal)
    {
        ["organisation"] = organisation,
        ["zone"] = "Europe/Berlin",
        ["people"] = people,
        ["unit"] = "contributors",
        ["owners"] = owners,
        ["level"] = "40",
        ["rationale"] = "where we are",
        ["target"] = "60",
        ["cadence"] = "every month on the first Tuesday 10:00",
    };

    public static async Task<ChatPerson> SetUpAsync(HttpClient http, CancellationToken ct)
    {
        var steward = await ChatPerson.NamedAsync(http, "You", ct);
        var done = await steward.SubmitAsync("setup", SetUp(), ct);
        Assert.Equal("done", done.Kind);
        return steward;
    }
}
