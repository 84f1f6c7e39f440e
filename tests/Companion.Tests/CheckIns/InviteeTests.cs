using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.CheckIns;

public sealed class InviteeTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 10, 0, 0, TimeSpan.FromHours(1));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opinions_are_asked_of_the_named_people_and_groups_facts_of_their_reporter_alone()
    {
        using var app = new App(Monday);
        using var http = app.CreateClient();
        await SetUpAsync(http);
        var (ana, ben, cleo, dan) = (await PersonAsync(http, "Ana"), await PersonAsync(http, "Ben"), await PersonAsync(http, "Cleo"), await PersonAsync(http, "Dan"));
        await KeepGroupAsync(app, "core", cleo.Id);
        await ana.SubmitAsync("checkin create", CheckIn("core, Dan"), Ct);

        await ana.SayAsync("checkin now Small round", Ct);
        await app.TickAsync(Ct);

        Assert.Equal(["Cleo", "Dan"], await AskedAsync("predict how people would react", ana, ben, cleo, dan));
        Assert.Equal(["Ben"], await AskedAsync("first response", ana, ben, cleo, dan));
        Assert.Contains("core, Dan", (await ana.SayAsync("checkin", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_neither_person_nor_group_is_refused_at_its_field()
    {
        using var app = new App(Monday);
        using var http = app.CreateClient();
        await SetUpAsync(http);
        var ana = await PersonAsync(http, "Ana");

        var answer = await ana.SubmitAsync("checkin create", CheckIn("Nobody I know"), Ct);

        Assert.Contains("Nobody here is called", answer.ErrorAt("asks"), StringComparison.Ordinal);
    }

    private static async Task<List<string>> AskedAsync(string question, params ChatPerson[] people)
    {
        var asked = new List<string>();
        foreach (var person in people)
            if ((await person.SayAsync("answer", Ct)).Text.Contains(question, StringComparison.OrdinalIgnoreCase))
                asked.Add(person.Name);
        return asked;
    }

    private static Dictionary<string, string> CheckIn(string asks) => new()
    {
        ["name"] = "Small round",
        ["units"] = "contributors",
        ["asks"] = asks,
        ["cadence"] = "every month on the first Tuesday 10:00",
        ["window"] = "3",
        ["gate"] = "yes",
        ["anonymous"] = "no",
    };

    private static async Task SetUpAsync(HttpClient http)
    {
        var you = await PersonAsync(http, "You");
        await you.SubmitAsync("setup", new() { ["organisation"] = "Tern", ["units"] = "contributors", ["cadence"] = "every month on the first Tuesday 10:00 Europe/Berlin", ["you"] = "Ana" }, Ct);
        await you.SayAsync("members add Ben, Cleo, Dan", Ct);
        await you.SubmitAsync("owners contributors Ben", new() { ["people"] = "Ben", ["rationale"] = "Ben knows it." }, Ct);
        await you.SubmitAsync("target contributors", new() { ["target"] = "40", ["rationale"] = "It is time." }, Ct);
    }

    private static async Task KeepGroupAsync(App app, string name, params Guid[] members)
    {
        var connection = await app.Services.GetRequiredService<Companion.Platforms.WebChat.People>().ConnectAsync(Ct);
        await app.Services.GetRequiredService<InviteeStore>().KeepGroupAsync(connection, "S1", name, members, Monday, Ct);
    }

    private static Task<ChatPerson> PersonAsync(HttpClient http, string name) => ChatPerson.NamedAsync(http, name, Ct);
}
