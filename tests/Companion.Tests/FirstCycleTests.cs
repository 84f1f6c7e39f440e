using Companion.Tests.Support;

namespace Companion.Tests;

public sealed class FirstCycleTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public async Task A_unit_goes_from_setup_to_a_decision_in_the_log()
    {
        var ct = TestContext.Current.CancellationToken;
        using var app = new App(Monday);
        using var http = app.CreateClient();
        var ana = await ChatPerson.NamedAsync(http, "You", ct);

        var done = await ana.SubmitAsync("setup", Setup(), ct);
        Assert.Equal("done", done.Kind);
        var status = await ana.SayAsync("status", ct);

        Assert.Contains("Level 20", status.Text, StringComparison.Ordinal);
        Assert.Contains("Unproven", status.Text, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Setup() => new()
    {
        ["you"] = "Ana",
        ["organisation"] = "Tern",
        ["zone"] = "Europe/Berlin",
        ["people"] = "Ben, Cleo",
        ["unit"] = "contributors",
        ["owners"] = "Ben",
        ["level"] = "20",
        ["rationale"] = "We answer everybody within three days.",
        ["target"] = "40",
        ["by"] = "2026-06-30",
        ["cadence"] = "every month on the first Tuesday 10:00",
    };
}
