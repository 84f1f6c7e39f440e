using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Companion.Tests.Browser;

/// <summary>The chat as a person uses it: by what is written on things, never by how they are built.</summary>
internal sealed class ChatPage(IPage page, Uri address)
{
    private static readonly Regex Mine = new("mine", RegexOptions.None, TimeSpan.FromSeconds(1));

    public ILocator Log => page.GetByRole(AriaRole.Log);

    public ILocator Form => page.GetByRole(AriaRole.Dialog);

    public ILocator LastMessage => Log.GetByRole(AriaRole.Article).Last;

    public async Task OpenAsync()
    {
        await page.GotoAsync(new Uri(address, "/chat").ToString());
        await page.Locator("[aria-current=true]").WaitForAsync();
    }

    /// <summary>Becomes another person, who reads his own conversation.</summary>
    public async Task BeAsync(string name)
    {
        await page.GetByRole(AriaRole.Complementary, new() { Name = "People" }).GetByRole(AriaRole.Button, new() { NameRegex = Starts(name) }).ClickAsync();
        await GoToAsync("Companion");
    }

    public Task GoToAsync(string conversation) => page.GetByRole(AriaRole.Tab, new() { Name = conversation }).ClickAsync();

    public async Task SayAsync(string line)
    {
        var field = page.GetByLabel("Message", new() { Exact = true });
        await field.FillAsync(line);
        await field.PressAsync("Enter");
        await Assertions.Expect(field).ToHaveValueAsync("");
    }

    /// <summary>Says something and waits for the card that answers.</summary>
    public async Task<ILocator> AskAsync(string line)
    {
        await SayAsync(line);
        await Assertions.Expect(Log.Locator(".mine").Last).ToContainTextAsync(line);
        await Assertions.Expect(LastMessage).Not.ToHaveClassAsync(Mine);
        return LastMessage;
    }

    /// <summary>Presses the newest button of that name.</summary>
    public Task PressAsync(string button) => Log.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).Last.ClickAsync();

    public Task WriteAsync(string label, string value) => Form.GetByRole(AriaRole.Textbox, new() { NameRegex = Starts(label) }).FillAsync(value);

    public Task DateAsync(string label, string day) => Form.GetByLabel(Starts(label)).FillAsync(day);

    public Task ChooseAsync(string question, string option) =>
        Form.GetByRole(AriaRole.Radiogroup, new() { NameRegex = Starts(question) }).GetByRole(AriaRole.Radio, new() { NameRegex = Starts(option) }).CheckAsync();

    /// <summary>Leaves out what a form has chosen already.</summary>
    public Task LeaveOutAsync(string option) => Form.GetByRole(AriaRole.Checkbox, new() { NameRegex = Starts(option) }).UncheckAsync();

    /// <summary>Submits a form that is right: it closes.</summary>
    public async Task SubmitAsync()
    {
        await TryToSubmitAsync();
        await Assertions.Expect(Form).ToHaveCountAsync(0);
    }

    public Task TryToSubmitAsync() => Form.Locator("button[type=submit]").ClickAsync();

    /// <summary>What the form says about one of its fields.</summary>
    public ILocator ErrorAt(string name) => Form.Locator($"[data-field='{name}'] .error");

    private static Regex Starts(string text) => new($"^{Regex.Escape(text)}", RegexOptions.None, TimeSpan.FromSeconds(1));
}
