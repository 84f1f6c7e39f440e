using System.Diagnostics;
using System.Globalization;
using Companion.Chat;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Schedule;
using Companion.Storage;
using Microsoft.Data.Sqlite;

namespace Companion.Benchmarks;

/// <summary>What the domain costs: a round for many, assessments of many organisations from scratch and after one change, status with and without a past.</summary>
internal static class DomainFigures
{
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 9, 0, 0, TimeSpan.Zero);

    public static async Task MeasureAsync(int organisations, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("companion-bench-").FullName;
        await RoundAsync(Path.Combine(folder, "round.db"), 10_000, ct);
        await AssessmentsAsync(Path.Combine(folder, "assess.db"), organisations, ct);
        await StatusAsync(folder, ct);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task RoundAsync(string file, int people, CancellationToken ct)
    {
        await using var host = await OpenAsync(file, ct);
        var connection = await OrganisationAsync(host, "round", ct);
        Fill(file, fill =>
        {
            for (var i = 0; i < people; i++)
                fill.Member(connection.OrganisationId, connection.Id, $"Person {i}");
        });
        await SetUpAsync(host, connection, units: 2, criteria: 3, ct);

        var watch = Stopwatch.StartNew();
        await host.Get<OpenDueRounds>().RunAsync(ct);
        var took = watch.Elapsed;

        var round = (await host.Get<RoundStore>().OpenAsync(connection.OrganisationId, ct)).Single();
        await SayAsync($"Opening a round for {round.Participants.Length:N0} people, invitations queued: {took.TotalSeconds:0.00} s.");
    }

    private static async Task AssessmentsAsync(string file, int organisations, CancellationToken ct)
    {
        await using var host = await OpenAsync(file, ct);
        var connections = new List<Connection>();
        for (var i = 0; i < organisations; i++)
        {
            connections.Add(await OrganisationAsync(host, $"w{i}", ct));
            await SetUpAsync(host, connections[^1], units: 10, criteria: 10, ct);
        }

        var units = await host.Get<UnitStore>().AllAsync(connections[0].OrganisationId, ct);
        var facts = Fill(file, fill =>
        {
            foreach (var connection in connections)
                fill.Evidence(connection.OrganisationId, months: 24, Now);
        });
        var scratch = await AssessAllAsync(host, ct);

        var singles = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            host.Clock.Set(host.Clock.GetUtcNow().AddSeconds(1));
            await host.Get<UnitStore>().ObserveAsync(units[i % units.Length].Id, Observed($"c{i % 10}", host.Clock.GetUtcNow()), new(connections[0].OrganisationId, host.Clock.GetUtcNow()), ct);
            singles.Add((await AssessAllAsync(host, ct)).TotalMilliseconds);
        }

        singles.Sort();
        await SayAsync($"Assessing {organisations:N0} organisations x 10 units x 10 criteria with two years of evidence ({facts:N0} facts): {scratch.TotalSeconds:0.0} s from scratch ({scratch.TotalMilliseconds / organisations / 10:0.00} ms a unit); after one change {singles[25]:0.0} ms (median of 50, worst {singles[^1]:0.0}).");
    }

    private static async Task StatusAsync(string folder, CancellationToken ct)
    {
        var aged = new List<Aged>();
        foreach (var months in (int[])[0, 1, 60])
            aged.Add(await GrownAsync(Path.Combine(folder, $"status-{months}.db"), months, ct));

        // In turns, so that what else the machine does meets all of them.
        for (var i = 0; i < 600; i++)
            foreach (var one in aged)
                one.Same.Add(await StatusTakesAsync(one, ct));
        for (var i = 0; i < 600; i++)
            foreach (var one in aged)
            {
                one.Host.Clock.Set(one.Host.Clock.GetUtcNow().AddSeconds(1));
                var now = one.Host.Clock.GetUtcNow();
                await one.Host.Get<UnitStore>().ObserveAsync(one.Unit, Observed("c0", now), new(one.Connection.OrganisationId, now), ct);
                await AssessAllAsync(one.Host, ct);
                one.Changed.Add(await StatusTakesAsync(one, ct));
            }

        // A unit that knows something has more to say than an empty one; what a long past adds shows against the first month.
        var (empty, month) = (aged[0], aged[1]);
        foreach (var one in aged)
        {
            await SayAsync($"status with {one.Months} months of history: {Median(one.Same):0.000} ms when nothing changed ({Median(one.Same) / Median(empty.Same):0.00} of empty, {Median(one.Same) / Median(month.Same):0.00} of one month); {Median(one.Changed):0.00} ms after new evidence each time ({Median(one.Changed) / Median(empty.Changed):0.00}, {Median(one.Changed) / Median(month.Changed):0.00}).");
            await one.Host.DisposeAsync();
        }
    }

    /// <summary>An organisation of five units with so many months behind it.</summary>
    private static async Task<Aged> GrownAsync(string file, int months, CancellationToken ct)
    {
        var host = await OpenAsync(file, ct);
        var connection = await OrganisationAsync(host, "status", ct);
        await SetUpAsync(host, connection, units: 5, criteria: 10, ct);
        if (months > 0)
            Fill(host.File, fill =>
            {
                fill.Evidence(connection.OrganisationId, months, Now);
                fill.Past(connection.OrganisationId, weeks: 4 * months, Now);
            });
        await AssessAllAsync(host, ct);
        return new(months, host, connection, (await host.Get<UnitStore>().AllAsync(connection.OrganisationId, ct))[0].Id, [], []);
    }

    private static async Task<double> StatusTakesAsync(Aged one, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await one.Host.Get<ChatPipeline>().HandleAsync(new(one.Connection.Id, "steward", new("d", true), new("status"), null), ct);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task<TimeSpan> AssessAllAsync(DomainHost host, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while ((await host.Get<UnitStore>().DueAsync(host.Clock.GetUtcNow(), 1, ct)).Count > 0)
            await host.Get<AssessUnits>().RunAsync(ct);
        return watch.Elapsed;
    }

    private static async Task<DomainHost> OpenAsync(string file, CancellationToken ct)
    {
        var host = new DomainHost(file, Now);
        await host.Get<Migrator>().MigrateAsync(ct);
        return host;
    }

    private static Task<Connection> OrganisationAsync(DomainHost host, string name, CancellationToken ct) =>
        host.Get<OrganisationStore>().AddAsync("bench", name, name, "Europe/Berlin", new(Guid.CreateVersion7(Now), "steward", "Ana", true, "Europe/Berlin"), Now, ct);

    private static async Task SetUpAsync(DomainHost host, Connection connection, int units, int criteria, CancellationToken ct)
    {
        var organisation = await host.Get<OrganisationStore>().GetAsync(connection.OrganisationId, ct);
        var began = Now.AddYears(-6);
        var added = Enumerable.Range(0, units).Select(u => new NewUnit(
            new(Guid.CreateVersion7(Now), $"u{u}", $"Unit {u}", Harm.Low, [.. ((int[])[20, 40, 60, 80, 100]).Select(p => new Stage(p, $"stage {p}", "It changes."))], [], 1),
            [new LevelDeclared(began, 20), new TargetSet(began, new(60, null)), .. Enumerable.Range(0, criteria).Select(c => Rule(began, $"c{c}", 20 * (1 + (c % 5)), c % 3 == 2))])).ToList();
        var cadence = new Cadence(new CadenceRule.Weekly(4, [DayOfWeek.Tuesday]), new(10, 0), "Europe/Berlin", new(2026, 3, 3));
        var checkIn = new CheckIn(Guid.CreateVersion7(Now), "Check-in", cadence, 3, false, true, [.. added.Select(a => a.Unit.Id)], new(2026, 3, 3), Now, 1);
        var steward = (await host.Get<MemberStore>().AllAsync(organisation.Id, ct)).First(m => m.IsSteward);
        await host.Get<SetUpStore>().SaveAsync(new(organisation, steward.Id, null, [], [.. added], [Rule(began, "g", 0, true)], checkIn, IsNewCheckIn: true), connection.Id, new(organisation.Id, Now), ct);
    }

    private static CriterionSet Rule(DateTimeOffset at, string key, int stage, bool isOpinion) => new(at, at, key, new(
        key, stage, $"At least 10 of {key}", isOpinion ? CriterionKind.Opinion : CriterionKind.Fact, AnswerType.Number, $"How many {key}?", isOpinion ? Aggregate.Median : Aggregate.None, Comparison.AtLeast, 10), Relaxes: false);

    internal static Observation Observed(string key, DateTimeOffset at) =>
        new(Guid.CreateVersion7(at), key, at, Source.Report, 10 + (at.Day % 5), TimeSpan.FromDays(45)) { Note = "https://example.org/report, counted by hand" };

    private static long Fill(string file, Action<HistoryWriter> write)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var history = new HistoryWriter(connection);
        write(history);
        return history.Commit();
    }

    private static Task SayAsync(string line) => Console.Out.WriteLineAsync(line);

    /// <summary>One of the organisations whose status is asked for in turns, with what that took in milliseconds.</summary>
    private sealed record Aged(int Months, DomainHost Host, Connection Connection, Guid Unit, List<double> Same, List<double> Changed);
}
