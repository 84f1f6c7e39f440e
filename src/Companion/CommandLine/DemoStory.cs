using System.Collections.Immutable;
using System.Globalization;
using Companion.Chat;
using Companion.Core.Decisions;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Messages;
using Companion.Platforms.WebChat;
using Companion.Schedule;
using Companion.Storage;

namespace Companion.CommandLine;

/// <summary>What the people of the demo do, day by day: they set up, answer, report, decide and go on holiday, by the commands anybody uses.</summary>
internal sealed class DemoStory(IServiceProvider services, DemoClock clock)
{
    private const string Names = "Ben, Cleo, Dan, Eva, Finn, Gul, Hana, Ivo";

    private readonly ChatPipeline _pipeline = services.GetRequiredService<ChatPipeline>();
    private readonly Ticks _ticks = services.GetRequiredService<Ticks>();
    private readonly RoundStore _rounds = services.GetRequiredService<RoundStore>();
    private readonly Companion.Commands.UnitStates _states = services.GetRequiredService<Companion.Commands.UnitStates>();
    private readonly OrganisationStore _organisations = services.GetRequiredService<OrganisationStore>();
    private readonly DecisionStore _decisions = services.GetRequiredService<DecisionStore>();
    private readonly MemberStore _members = services.GetRequiredService<MemberStore>();

    private Connection _connection = null!;
    private ImmutableDictionary<string, Guid> _people = ImmutableDictionary<string, Guid>.Empty;
    private DateTimeOffset _start;

    public async Task LiveAsync(DateTimeOffset until, CancellationToken ct)
    {
        _start = clock.GetUtcNow();
        _connection = await services.GetRequiredService<People>().ConnectAsync(ct);
        await MeetAsync(ct);
        await SetUpAsync(ct);
        for (var day = _start.AddDays(1); day < until.AddHours(-2); day = day.AddDays(1))
            await LiveThroughAsync(day, until, ct);

        clock.Set(until);
        await _ticks.RunAllAsync(ct);
    }

    private void NextMinute() => clock.Set(clock.GetUtcNow().AddMinutes(1));

    private int Week => (int)((clock.GetUtcNow() - _start).TotalDays / 7);

    private async Task MeetAsync(CancellationToken ct) =>
        _people = (await _members.AllAsync(_connection.OrganisationId, ct)).ToImmutableDictionary(m => m.Name, m => m.Id, StringComparer.Ordinal);

    private async Task SetUpAsync(CancellationToken ct)
    {
        var (soon, later) = (Day(_start.AddDays(150)), Day(_start.AddDays(330)));
        await SubmitAsync("You", "setup", ct, ("you", "Ana"), ("organisation", "Tern"), ("zone", "Europe/Berlin"), ("people", Names), ("unit", "contributors"), ("owners", "Ben"),
            ("level", "20"), ("rationale", "Everybody outside gets an answer within three days; we have watched it for a quarter."), ("target", "60"), ("by", later), ("cadence", "every second Tuesday 10:00"));
        await MeetAsync(ct);
        NextMinute();
        await SubmitAsync("Ana", "setup", ct, ("unit", "processes"), ("owners", "Cleo"), ("level", "0"), ("target", "40"), ("by", soon));
        NextMinute();
        await SubmitAsync("Ana", "setup", ct, ("unit", "tech-stack"), ("owners", "Dan"), ("level", "20"), ("rationale", "The inventory of services is written and has owners."), ("target", "60"), ("by", later));
        NextMinute();
        await SubmitAsync("Ana", "setup", ct, ("unit", "core-team"), ("owners", "Eva"), ("level", "0"), ("target", "20"), ("by", later));
        NextMinute();
        await SubmitAsync("Ana", "setup", ct, ("unit", "finance"), ("level", "0"), ("target", "none"));
        await _ticks.RunAllAsync(ct);
    }

    private async Task LiveThroughAsync(DateTimeOffset day, DateTimeOffset until, CancellationToken ct)
    {
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            return;

        for (var hour = 6; hour <= 16; hour++)
        {
            var now = new DateTimeOffset(day.Date, TimeSpan.Zero).AddHours(hour);
            if (now > until)
                return;

            clock.Set(now);
            await _ticks.RunAllAsync(ct);
            if (hour == 12)
                await AnswerAsync(until, ct);
            // What calls in the last days is left for whoever tries the demo.
            if (hour == 14 && until - now > TimeSpan.FromDays(12))
                await DecideAsync(ct);
            if (hour == 15)
                await ReviewAsync(ct);
        }

        if (Week == 8 && day.DayOfWeek == DayOfWeek.Monday)
            await SayAsync("Ben", $"timeoff {Day(day.AddDays(3))}..{Day(day.AddDays(8))}", ct);
    }

    /// <summary>Most people answer on the day they are asked; some of the last round is left for whoever tries the demo.</summary>
    private async Task AnswerAsync(DateTimeOffset until, CancellationToken ct)
    {
        foreach (var round in await _rounds.OpenAsync(_connection.OrganisationId, ct))
        {
            var isLast = until - round.OpenedAt < TimeSpan.FromDays(4);
            foreach (var (place, name) in _people.Keys.Order(StringComparer.Ordinal).Index())
            {
                var reports = round.QuestionsFor(_people[name]).Any(q => q.Reporter is not null);
                var away = ((place + round.Number) % 5 == 0 && !reports) || (isLast && place % 2 == 0);
                var open = round.Participants.Any(p => p.Member == _people[name] && p.AnsweredAt is null);
                if (away || !open)
                    continue;

                var fields = round.QuestionsFor(_people[name]).ToImmutableSortedDictionary(q => q.Name, q => DemoAnswers.To(q.Criterion, q.UnitKey, Week, place), StringComparer.Ordinal);
                await HandleAsync(name, new($"answer {round.Number}", fields), ct);
            }
        }
    }

    /// <summary>Owners answer what calls them two days later or so: first with patience, then with a move.</summary>
    private async Task DecideAsync(CancellationToken ct)
    {
        var organisation = await _organisations.GetAsync(_connection.OrganisationId, ct);
        foreach (var state in await _states.AllAsync(organisation, clock.GetUtcNow(), ct))
        {
            var asked = state.Nudges.FirstOrDefault(n => NudgePolicy.StillCalls(state.Assessment, n) && n.Recipients.Any(r => r.DeliveredAt < clock.GetUtcNow().AddDays(-2)));
            if (asked is null)
                continue;

            var unit = state.Assessment.Unit;
            var owner = unit.Owners.IsEmpty ? "Ana" : _people.First(p => p.Value == unit.Owners[0]).Key;
            await AnswerNudgeAsync(owner, unit.Key, asked.Episode.Kind, state.Assessment, ct);
        }
    }

    /// <summary>Whoever decided says what became of it.</summary>
    private async Task ReviewAsync(CancellationToken ct)
    {
        var all = await _decisions.LatestAsync(_connection.OrganisationId, null, 100, 0, ct);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var due in all.Where(d => d.Details.ReviewOn <= today && d.Kind is DecisionKind.Advance or DecisionKind.StepBack && all.All(r => r.Details.Reviews != d.Number)))
            await SubmitAsync(_people.First(p => p.Value == due.DecidedBy).Key, $"review {due.Number}", ct, ("effect", "8 more ideas a month, and better ones"), ("cost", "slower releases for six weeks"), ("error", "Small"));
    }

    private async Task AnswerNudgeAsync(string owner, string unit, EpisodeKind kind, Assessment assessment, CancellationToken ct)
    {
        var review = Day(clock.GetUtcNow().AddDays(60));
        switch (kind)
        {
            case EpisodeKind.Ready when unit == "contributors" && assessment.Level == 20 && Week < 7:
                await SubmitAsync(owner, $"decide {unit} hold", ct, ("rationale", "After the launch: nobody has time for newcomers in those weeks."), ("review", Day(clock.GetUtcNow().AddDays(30))));
                break;
            case EpisodeKind.Ready:
                await SubmitAsync(owner, $"decide {unit} advance", ct, ("rationale", $"The evidence has held for two weeks, and people ask for it. {assessment.Next?.Says}"), ("trigger", "Chosen"),
                    ("effect", "20 more ideas a month"), ("cost", "slower releases for a month"), ("review", review));
                break;
            case EpisodeKind.Overextended:
                await SubmitAsync(owner, $"decide {unit} step-back", ct, ("to", assessment.Supported.ToString(CultureInfo.InvariantCulture)), ("rationale", "We went too far: what the stage promises is not true at the moment."), ("trigger", "Pushed"), ("review", review));
                break;
            case EpisodeKind.Late:
                await SubmitAsync(owner, $"target {unit}", ct, ("target", $"{assessment.Target!.Level}"), ("by", Day(clock.GetUtcNow().AddDays(120))), ("rationale", "The launch took longer; the aim stays."));
                break;
            case EpisodeKind.Alarm:
            default:
                break;
        }
    }

    private Task SubmitAsync(string who, string command, CancellationToken ct, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            values[name] = value;
        return HandleAsync(who, new(command, values.ToImmutable()), ct);
    }

    private Task SayAsync(string who, string line, CancellationToken ct) => HandleAsync(who, new(line), ct);

    private async Task HandleAsync(string who, Said said, CancellationToken ct)
    {
        var id = _people[who];
        var reply = await _pipeline.HandleAsync(new(_connection.Id, id.ToString(), new(id.ToString(), IsPrivate: true), said, null, null, KeepsHistory: false), ct);
        if (reply is not Reply.Done)
            throw new InvalidOperationException($"The demo's line \"{said.Line}\" of {who} was refused: {PlainText.Render(reply, TimeZoneInfo.Utc)}");
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
