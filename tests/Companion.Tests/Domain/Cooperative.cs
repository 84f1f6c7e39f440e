using Companion.Commands;
using Companion.Core.Members;
using Companion.Core.Readiness;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Domain;

/// <summary>A cooperative of six with all built-in units: Ana the steward, Ben who answers for contributors. It was set up on Monday 5 January 2026, 9:00 in Berlin.</summary>
internal sealed class Cooperative : IDisposable
{
    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(1));

    private readonly Dictionary<string, ChatPerson> _people = new(StringComparer.Ordinal);

    private Cooperative(App app)
    {
        App = app;
        Http = app.CreateClient();
    }

    public App App { get; }

    public HttpClient Http { get; }

    public ChatPerson Ana => _people["Ana"];

    public ChatPerson Ben => _people["Ben"];

    public ChatPerson Cleo => _people["Cleo"];

    public ChatPerson Dan => _people["Dan"];

    public IEnumerable<ChatPerson> Everyone => _people.Values;

    public ChatPerson this[string name] => _people[name];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Cooperative> SetUpAsync()
    {
        var coop = new Cooperative(new(Monday));
        var you = await ChatPerson.NamedAsync(coop.Http, "You", Ct);
        Assert.Equal("done", (await you.SubmitAsync("setup", new()
        {
            ["you"] = "Ana",
            ["organisation"] = "Tern",
            ["units"] = "core-team,contributors,tech-stack,finance,processes",
            ["cadence"] = "every month on the first Tuesday 10:00 Europe/Berlin",
        }, Ct)).Kind);
        coop._people["Ana"] = await ChatPerson.NamedAsync(coop.Http, "Ana", Ct);
        await DoneAsync(coop.Ana, "members add Ben, Cleo, Dan, Eva, Finn");
        foreach (var name in (string[])["Ben", "Cleo", "Dan", "Eva", "Finn"])
            await coop.MeetAsync(name);
        Assert.Equal("done", (await coop.Ana.SubmitAsync("setup contributors", new()
        {
            ["owners"] = "Ben",
            ["level"] = "20",
            ["rationale"] = "Everybody outside gets an answer.",
            ["target"] = "40",
            ["by"] = "2026-06-30",
        }, Ct)).Kind);
        await coop.App.TickAsync(Ct);
        return coop;
    }

    /// <summary>Somebody who has come in meanwhile.</summary>
    public async Task<ChatPerson> MeetAsync(string name) => _people[name] = await ChatPerson.NamedAsync(Http, name, Ct);

    /// <summary>Says a line that changes something.</summary>
    public static async Task<string> DoneAsync(ChatPerson person, string line)
    {
        var answer = await person.SayAsync(line, Ct);
        Assert.True(answer.Kind == "done", $"{line}: {answer.Text}");
        return answer.Text;
    }

    /// <summary>Submits a form that is right.</summary>
    public static async Task<string> DoneAsync(ChatPerson person, string command, Dictionary<string, string> fields)
    {
        var answer = await person.SubmitAsync(command, fields, Ct);
        Assert.True(answer.Kind == "done", $"{command}: {answer.Reply}");
        return answer.Text;
    }

    /// <summary>Says a line that changes nothing: a list, or a refusal.</summary>
    public static async Task<string> ShownAsync(ChatPerson person, string line)
    {
        var answer = await person.SayAsync(line, Ct);
        Assert.True(answer.Kind == "show", $"{line}: {answer.Reply}");
        return answer.Text;
    }

    /// <summary>The refusal at a field of a submitted form.</summary>
    public static async Task<string> RefusedAtAsync(ChatPerson person, string command, string field, Dictionary<string, string> fields)
    {
        var answer = await person.SubmitAsync(command, fields, Ct);
        Assert.True(answer.Kind == "errors", $"{command}: {answer.Text}");
        return answer.ErrorAt(field);
    }

    /// <summary>Moves the clock by days, looking at what is due on the way.</summary>
    public Task DaysAsync(double days) => App.AdvanceToAsync(App.Time.GetUtcNow().AddDays(days), Ct);

    /// <summary>A moment on Berlin's clocks in 2026.</summary>
    public Task ToAsync(int month, int day, int hour = 10)
    {
        var local = new DateTime(2026, month, day, hour, 0, 0, DateTimeKind.Unspecified);
        return App.AdvanceToAsync(new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin").GetUtcOffset(local)), Ct);
    }

    public async Task<Assessment> AssessAsync(string key)
    {
        var organisation = await OrganisationAsync();
        var unit = (await App.Services.GetRequiredService<UnitStore>().AllAsync(organisation.Id, Ct)).Single(u => u.Key == key);
        return (await App.Services.GetRequiredService<UnitStates>().OneAsync(organisation, unit, App.Time.GetUtcNow(), Ct)).Assessment;
    }

    public async Task<IReadOnlyList<Core.Units.Unit>> UnitsAsync() => await App.Services.GetRequiredService<UnitStore>().AllAsync((await OrganisationAsync()).Id, Ct);

    public async Task<Organisation> OrganisationAsync()
    {
        var organisations = App.Services.GetRequiredService<OrganisationStore>();
        return await organisations.GetAsync((await organisations.AllAsync(Ct))[0], Ct);
    }

    /// <summary>Reports facts: the criteria of a unit that carry it to a stage.</summary>
    public async Task ReportAsync(ChatPerson person, string unit, params (string Criterion, string Value)[] facts)
    {
        foreach (var (criterion, value) in facts)
            await DoneAsync(person, $"evidence {unit} {criterion} {value}");
        await App.TickAsync(Ct);
    }

    /// <summary>Makes the gate hold: the facts and opinions it asks for.</summary>
    public async Task HoldGateAsync()
    {
        await DoneAsync(Ana, "criteria gate exempt iterations-left because it does not matter here");
        await DoneAsync(Ana, "criteria gate exempt predictable because it does not matter here");
        await DoneAsync(Ana, "evidence gate breaking-changes 0");
    }

    /// <summary>Contributors are proved up to 40 but for the opinion, which is declared not applicable.</summary>
    public async Task ProveContributorsAsync()
    {
        await DoneAsync(Ana, "criteria contributors exempt know-how because everybody knows");
        await ReportAsync(Ben, "contributors", ("first-response", "60"), ("active-outside", "7"));
    }

    /// <summary>Two identities become one person: a code made by the first, entered by the second, confirmed by the first.</summary>
    public async Task LinkAsync(ChatPerson first, ChatPerson second)
    {
        var code = System.Text.RegularExpressions.Regex.Match(await DoneAsync(first, "link"), "[A-Z2-9]{4}-[A-Z2-9]{4}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        await DoneAsync(second, $"link {code}");
        await DoneAsync(first, $"link confirm {code}");
        await App.TickAsync(Ct);
    }

    public void Dispose()
    {
        Http.Dispose();
        App.Dispose();
    }
}
