using Companion.Tests.Browser;
using Companion.Tests.Support;
using Microsoft.Playwright;

namespace Companion.Tests.Platforms.Teams.Emulator;

/// <summary>The whole cycle in Microsoft's own emulator of Teams, clicked through in a real browser.</summary>
[Collection(BrowserCollection.Name)]
public sealed class EmulatorTests(Chromium chromium)
{
    [Fact]
    public async Task A_unit_goes_from_the_installation_to_a_decision()
    {
        var ct = TestContext.Current.CancellationToken;
        var browser = chromium.Required();
        await using var app = new App(Moments.Monday) { Set = { ["Teams:Emulator"] = "true" } };
        var bot = app.Listen();

        await using var ana = await PlaygroundPage.OpenAsync(browser, bot, "Ana", ct);
        await ana.ShowsAsync("Hello Ana");
        await using var ben = await PlaygroundPage.OpenAsync(browser, bot, "Ben", ct, ColorScheme.Dark);
        await using var cleo = await PlaygroundPage.OpenAsync(browser, bot, "Cleo", ct);
        await ben.ShowsAsync("Hello Ben");
        await cleo.ShowsAsync("Hello Cleo");
        // Each person has an emulator of their own; the team lives in Ana's, which speaks of it last.
        await SetUpAsync(ana);
        await DeclareAsync(ana);
        await app.AdvanceToAsync(Moments.FirstTuesday, ct);
        await AnswerAsync(ana, ben, cleo);
        await app.TickAsync(ct);
        await SumUpAsync(ana);
        await app.AdvanceToAsync(Moments.Sustained, ct);
        await DecideAsync(ben);
        await app.TickAsync(ct);
        await StandsAsync(ana, ben);
    }

    private static async Task SetUpAsync(PlaygroundPage ana)
    {
        await ana.PictureAsync("01-welcome");
        await ana.PressAsync("Set up");
        await ana.ShowsAsync("Set up Companion");
        await ana.PressAsync("Set up");
        // The client itself says that something is missing.
        await ana.ShowsAsync("This is needed.");
        await ana.PictureAsync("02-setup");
        await ana.WriteAsync("What is your organisation called?", "Tern");
        foreach (var other in (string[])["Core team", "Technology stack", "Finance", "Internal processes"])
            await ana.TickAsync(other);
        await ana.WriteAsync("How often", "every month on the first Tuesday 10:00 Europe/Berlin");
        await ana.PressAsync("Set up");
        await ana.ShowsAsync("Tern is set up");
        await ana.PictureAsync("03-set-up");

        await ana.GoToAsync("Tern - General");
        await ana.AskInChannelAsync("channel here", "This is the channel");
        await ana.PictureAsync("04-channel");
    }

    private static async Task DeclareAsync(PlaygroundPage ana)
    {
        await ana.GoToAsync("Personal Chat");
        // The team brought in everybody; three of them have no emulator in which they could answer.
        foreach (var other in (string[])["Dora", "Emil", "Fay"])
            await ana.AskAsync($"members remove {other}", other);
        await ana.AskAsync("setup contributors", "Set up External contributors");
        await ana.PictureAsync("05-declaring");
        await ana.PickAsync("Who answers for it", "Ben");
        await ana.ChooseAsync("Where it stands today", "20 feedback heard");
        await ana.ChooseAsync("Where it should be", "40 contributions invited");
        await ana.PressAsync("Keep");
        // What only the command knows is said at the field, and what was chosen is kept.
        await ana.ShowsAsync("say why");
        await ana.PictureAsync("05-refused");
        await ana.WriteAsync("Why there", "We answer everybody within three days.");
        await ana.PressAsync("Keep");
        await ana.ShowsAsync("declared at 20");
        await ana.PictureAsync("06-declared");
    }

    private static async Task AnswerAsync(PlaygroundPage ana, PlaygroundPage ben, PlaygroundPage cleo)
    {
        await ana.ShowsAsync("It takes 20 seconds. You");
        await ana.PictureAsync("07-invited");
        await ana.PressAsync("Answer");
        await ana.WriteAsync("How many breaking", "0");
        await ShareAsync(ana, "2", "4 agree");
        await ana.PictureAsync("08-answering");
        await ana.PressAsync("Send answers");
        await ana.ShowsAsync("thank you");
        await ana.PictureAsync("09-thanks");

        await ben.PressAsync("Answer");
        await ben.WriteAsync("How many hours", "soon");
        await ben.WriteAsync("How many outside contributors", "7");
        await ShareAsync(ben, "1", "5 fully agree");
        await ben.PressAsync("Send answers");
        await ben.ShowsAsync("Write a number");
        await ben.PictureAsync("10-error-dark");
        await ben.WriteAsync("How many hours", "40");
        await ben.PressAsync("Send answers");
        await ben.ShowsAsync("thank you");

        await cleo.PressAsync("Answer");
        await ShareAsync(cleo, "2", "4 agree");
        await cleo.PressAsync("Send answers");
        await cleo.ShowsAsync("thank you");
    }

    private static async Task ShareAsync(PlaygroundPage person, string iterations, string agreement)
    {
        await person.WriteAsync("How many more big iterations", iterations);
        await person.ChooseAsync("I know how to contribute", agreement);
        await person.ChooseAsync("We could predict", agreement);
    }

    private static async Task SumUpAsync(PlaygroundPage ana)
    {
        await ana.GoToAsync("Tern - General");
        await ana.ShowsAsync("3 of 3 answered");
        await ana.PictureAsync("11-summary");
        await ana.AskInChannelAsync("status", "The equalizer");
        await ana.PictureAsync("12-status-in-channel");
    }

    private static async Task DecideAsync(PlaygroundPage ben)
    {
        await ben.ShowsAsync("External contributors is ready for 40");
        await ben.PictureAsync("13-nudge-dark");
        await ben.PressAsync("Why?");
        await Assertions.Expect(ben.Page.GetByRole(AriaRole.Button, new() { Name = "Back", Exact = true })).ToBeVisibleAsync();
        await ben.PictureAsync("14-why-dark");
        await ben.PressAsync("Back");
        await ben.PressAsync("Advance to 40");
        await ben.ShowsAsync("Advance External contributors to 40");
        await ben.PictureAsync("15-decide-dark");
        await ben.WriteAsync("Why", "Seven people outside know what is wanted.");
        await ben.PressAsync("Advance to 40");
        await ben.ShowsAsync("advanced from 20 to 40");
        await ben.PictureAsync("16-decided-dark");
    }

    private static async Task StandsAsync(PlaygroundPage ana, PlaygroundPage ben)
    {
        // The nudge says so too: no button that decides is left.
        await ben.ShowsAsync("ready for 40, answered");
        Assert.Equal(0, await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Advance to 40", Exact = true }).CountAsync());
        await ana.ShowsAsync("advanced from 20 to 40");
        await ana.PictureAsync("17-announced");
        await ana.GoToAsync("Personal Chat");
        await ana.AskAsync("decisions", "Seven people outside");
        await ana.PictureAsync("18-decisions");
        await ana.AskAsync("status", "Level 40");
        await ana.PictureAsync("19-status");
        await ana.AskAsync("help", "What you can say");
        await ana.PictureAsync("20-help");
    }
}
