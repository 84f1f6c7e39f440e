using Companion.Commands;
using Companion.Core.Readiness;
using Companion.Storage;
using Companion.Tests.Support;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Story;

/// <summary>The organisation of the story: Berlin, eight people, Ana the steward, Ben the owner of contributors.</summary>
internal sealed class Tern : IDisposable
{
    public const string Others = "Cleo, Dan, Eva, Finn, Gul, Hana";

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly Dictionary<string, ChatPerson> _people = [];
    private readonly HttpClient _http;
    private ApiClient? _ci;

    private Tern(App app, HttpClient http) => (App, _http) = (app, http);

    public App App { get; }

    public ChatPerson Ana => _people["Ana"];

    public ChatPerson Ben => _people["Ben"];

    public IEnumerable<ChatPerson> Everyone => _people.Values;

    /// <summary>A moment on Berlin's clocks in 2026.</summary>
    public static DateTimeOffset At(int month, int day, int hour, int minute = 0)
    {
        var local = new DateTime(2026, month, day, hour, minute, 0, DateTimeKind.Unspecified);
        return new(local, Berlin.GetUtcOffset(local));
    }

    /// <summary>Monday 5 January: Ana runs setup.</summary>
    public static async Task<Tern> SetUpAsync(CancellationToken ct, string? postgres = null)
    {
        var app = new App(At(1, 5, 9), postgres: postgres);
        var http = app.CreateClient();
        var tern = new Tern(app, http);
        var steward = await ChatPerson.NamedAsync(http, "You", ct);
        await steward.SubmitAsync("setup", Form("contributors", owners: "Ben", level: "20", target: "40", by: "2026-06-30", first: true), ct);
        await steward.SubmitAsync("setup", Form("processes", target: "40", by: "2026-06-30"), ct);
        await steward.SubmitAsync("setup", Form("tech-stack", target: "40", by: "2026-12-31"), ct);
        await steward.SubmitAsync("setup", Form("core-team"), ct);
        await steward.SubmitAsync("setup", Form("finance"), ct);
        foreach (var name in $"Ana, Ben, {Others}".Split(", "))
            tern._people[name] = await ChatPerson.NamedAsync(http, name, ct);
        await app.TickAsync(ct);
        return tern;
    }

    public Task ToAsync(DateTimeOffset moment, CancellationToken ct) => App.AdvanceToAsync(moment, ct);

    /// <summary>The state of a unit as an assessment.</summary>
    public async Task<Assessment> AssessAsync(string key, CancellationToken ct)
    {
        var organisation = await OrganisationAsync(ct);
        var units = App.Services.GetRequiredService<UnitStore>();
        var unit = (await units.AllAsync(organisation.Id, ct)).Single(u => u.Key == key);
        return (await App.Services.GetRequiredService<UnitStates>().OneAsync(organisation, unit, App.Time.GetUtcNow(), ct)).Assessment;
    }

    /// <summary>What will come if nothing new happens.</summary>
    public async Task<(Status Status, DateTimeOffset At)?> ForeseenAsync(string key, CancellationToken ct)
    {
        var organisation = await OrganisationAsync(ct);
        var units = App.Services.GetRequiredService<UnitStore>();
        var unit = (await units.AllAsync(organisation.Id, ct)).Single(u => u.Key == key);
        return (await App.Services.GetRequiredService<UnitStates>().OneAsync(organisation, unit, App.Time.GetUtcNow(), ct)).Foreseen;
    }

    /// <summary>A measurement over the API, with a token that Ana made.</summary>
    public async Task MeasureAsync(string key, string criterion, decimal value, CancellationToken ct)
    {
        _ci ??= await ApiClient.MadeByAsync(_http, Ana, ct, "ci unit contributors for 300 days");
        Assert.Equal(200, (await _ci.PostAsync(new { unit = key, criterion, value }, ct)).Status);
        await App.TickAsync(ct);
    }

    /// <summary>Answers of the whole team to the opinions of the open round: the first <paramref name="agree"/> of <paramref name="answering"/> others agree.</summary>
    public async Task OpinionsAsync(int answering, string question, int agree, CancellationToken ct, Dictionary<string, string>? always = null)
    {
        foreach (var (place, person) in Everyone.Where(p => p != Ben && p != Ana).Take(answering).Index())
        {
            var fields = new Dictionary<string, string>(always ?? [], StringComparer.Ordinal) { [question] = place < agree ? "4" : "2" };
            var answer = await person.SubmitAsync("answer", fields, ct);
            Assert.Equal("done", answer.Kind);
        }
    }

    /// <summary>When messages on Companion's own initiative reached a person, on Berlin's clocks, with the subjects they carried.</summary>
    public IReadOnlyList<(DateTimeOffset At, string Title)> MessagesTo(ChatPerson person)
    {
        using var connection = App.Connect();
        return
        [
            .. connection.Query<Part>("SELECT message AS Message, sent_at AS At, once AS Once FROM outbox WHERE member_id = @id AND sent_at IS NOT NULL", new { id = person.Id })
                .GroupBy(p => p.Message)
                .Select(m => (TimeZoneInfo.ConvertTime(m.Min(p => p.At), Berlin), m.Select(p => p.Once).Min(StringComparer.Ordinal)!))
                .OrderBy(m => m.Item1),
        ];
    }

    public void Dispose()
    {
        _http.Dispose();
        App.Dispose();
    }

    private async Task<Core.Members.Organisation> OrganisationAsync(CancellationToken ct)
    {
        var organisations = App.Services.GetRequiredService<OrganisationStore>();
        return await organisations.GetAsync((await organisations.AllAsync(ct))[0], ct);
    }

    private sealed record Part(string Message, DateTimeOffset At, string Once);

    private static Dictionary<string, string> Form(string unit, string owners = "", string level = "0", string target = "none", string? by = null, bool first = false)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["unit"] = unit, ["owners"] = owners, ["level"] = level, ["target"] = target };
        if (by is not null)
            fields["by"] = by;
        if (!first)
            return fields;

        fields["you"] = "Ana";
        fields["organisation"] = "Tern";
        fields["zone"] = "Europe/Berlin";
        fields["people"] = $"Ben, {Others}";
        fields["rationale"] = "Everybody outside gets an answer within three days.";
        fields["cadence"] = "every month on the first Tuesday 10:00";
        return fields;
    }
}
