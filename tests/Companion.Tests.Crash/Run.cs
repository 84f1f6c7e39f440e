using System.Diagnostics;

namespace Companion.Tests.Crash;

/// <summary>Kills, restarts and inspects, generation after generation of databases: a new one before the limit of check-ins is reached.</summary>
public sealed class Run(Options options, TextWriter output)
{
    private const int KillsOfAGeneration = 10;
    private const int CheckInsOfAGeneration = 45;

    private readonly Random _dice = new(options.Seed);
    private int _acknowledged;
    private long _rounds;
    private long _closed;
    private long _messages;
    private long _nudges;
    private int _faults;

    public async Task<bool> KillAsync(CancellationToken ct)
    {
        var watch = Stopwatch.GetTimestamp();
        for (var killed = 0; killed < options.Kills; killed += KillsOfAGeneration)
            await LiveAsync(Math.Min(KillsOfAGeneration, options.Kills - killed), ct);

        await output.WriteLineAsync(
            $"{options.Kills} kills in {Stopwatch.GetElapsedTime(watch).TotalSeconds:0} s: {_acknowledged} answers acknowledged, {_rounds} rounds opened, {_closed} closed, {_messages} messages sent{(options.Postgres ? $", {_nudges} of nudges" : "")}, {_faults} faults.");
        return _faults == 0;
    }

    private async Task LiveAsync(int kills, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("companion-crash-");
        using var cluster = options.Postgres ? await Cluster.StartAsync(isDurable: true, ct) : null;
        var site = cluster is null ? Site.File(Path.Combine(folder.FullName, "companion.db")) : new Site(await cluster.NewDatabaseAsync(ct));
        var servers = Enumerable.Range(0, cluster is null ? 1 : 2).Select(_ => new Server(site)).ToList();
        var ledger = new Ledger();
        using var chat = new Chat([.. servers.Select(s => s.Address)]);
        // At once: the first start makes the schema, and several may be the first.
        await Task.WhenAll(servers.Select(s => s.StartAsync(ct)));
        var zone = WorkingZone();
        var load = await SetUpAsync(chat, ledger, zone, ct);
        var stir = cluster is null ? null : new Stir(site);
        if (stir is not null)
            await CallForANudgeAsync(chat, stir, ct);

        await KillAgainAndAgainAsync(kills, servers, load, ledger, stir, zone, ct);
        await SettleAsync(load, stir, zone, ct);
        await InspectAsync(site, ledger, stir, servers[0], ct);
        foreach (var server in servers)
        {
            await server.KillAsync(ct);
            server.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private async Task KillAgainAndAgainAsync(int kills, List<Server> servers, Load load, Ledger ledger, Stir? stir, string zone, CancellationToken ct)
    {
        var acknowledged = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var working = load.RunAsync(CheckInsOfAGeneration * kill / kills, zone, stop.Token);
            var stirring = stir?.RunAsync(stop.Token) ?? Task.CompletedTask;
            await Task.Delay(_dice.Next(50, 1500), ct);
            // Every other time somebody has got an answer first, however slow the machine is.
            if (kill % 2 == 0)
                await UntilAsync(() => ledger.Acknowledged > acknowledged, ct);
            acknowledged = ledger.Acknowledged;
            var victim = servers[_dice.Next(servers.Count)];
            await victim.KillAsync(ct);
            // The others go on, with twice the work.
            if (servers.Count > 1)
                await Task.Delay(_dice.Next(200, 1200), ct);
            await stop.CancelAsync();
            await GivenUpAsync(working);
            await stirring;
            await victim.StartAsync(ct);
        }
    }

    /// <summary>A unit that has not held what its level promises for longer than the rules are patient.</summary>
    private static async Task CallForANudgeAsync(Chat chat, Stir stir, CancellationToken ct)
    {
        var owner = (await chat.PeopleAsync(ct))["Member 1"];
        var evidence = new Dictionary<string, string>(StringComparer.Ordinal) { ["criterion"] = "first-response", ["value"] = "100" };
        if (await chat.SubmitAsync(owner, "evidence contributors", evidence, "evidence", ct) is not { Kind: "done" })
            throw new InvalidOperationException("The evidence was not taken.");
        await stir.AgeAsync();
        await Task.Delay(2000, ct);
    }

    private static async Task GivenUpAsync(Task working)
    {
        try
        {
            await working;
        }
        catch (OperationCanceledException)
        {
            // The last words were cut off; the ledger knows them as unanswered.
        }
    }

    private static async Task UntilAsync(Func<bool> holds, CancellationToken ct)
    {
        for (var tries = 0; tries < 400 && !holds(); tries++)
            await Task.Delay(25, ct);
    }

    private async Task<Load> SetUpAsync(Chat chat, Ledger ledger, string zone, CancellationToken ct)
    {
        var steward = (await chat.PeopleAsync(ct))["You"];
        var names = Enumerable.Range(1, options.Writers).Select(n => $"Member {n}").ToList();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organisation"] = "Tern",
            ["zone"] = zone,
            ["people"] = string.Join(", ", names),
            ["unit"] = "contributors",
            ["owners"] = "Member 1",
            ["level"] = "20",
            ["rationale"] = "where we are",
            ["target"] = "40",
            ["cadence"] = "every 4 weeks on Monday 10:00",
        };
        if (await chat.SubmitAsync(steward, "setup", fields, null, ct) is not { Kind: "done" })
            throw new InvalidOperationException("Setup did not work.");

        var people = await chat.PeopleAsync(ct);
        return new(chat, ledger, steward, [steward, .. names.Select(n => people[n])], _dice);
    }

    /// <summary>Everybody says what they had not been told to have said, and the server gets the time to send what waits.</summary>
    private static async Task SettleAsync(Load load, Stir? stir, string zone, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var working = load.RunAsync(0, zone, stop.Token);
        await Task.Delay(1500, ct);
        await stop.CancelAsync();
        await GivenUpAsync(working);
        if (stir is not null)
        {
            await Task.Delay(3000, ct);
            await stir.LetLeasesRunOutAsync();
        }

        // A worker that heard nothing looks every five seconds.
        await Task.Delay(stir is null ? 4000 : 8000, ct);
    }

    private async Task InspectAsync(Site site, Ledger ledger, Stir? stir, Server server, CancellationToken ct)
    {
        var inspection = new Inspection(site, ledger, stir);
        inspection.Look();
        var faults = inspection.Faults.ToList();
        if (await server.VerifyAsync(ct) is { Code: not 0 } broken)
            faults.Add(broken.Says);

        foreach (var fault in faults)
            await output.WriteLineAsync($"FAULT: {fault}");
        _nudges += inspection.Nudges;
        (_acknowledged, _rounds, _closed, _messages, _faults) =
            (_acknowledged + ledger.Acknowledged, _rounds + inspection.Rounds, _closed + inspection.Closed, _messages + inspection.Messages, _faults + faults.Count);
    }

    /// <summary>A zone in which it is a working day's morning now, so that messages to people go out; on a weekend there may be none, and theirs wait.</summary>
    private static string WorkingZone()
    {
        var now = TimeProvider.System.GetUtcNow();
        return Enumerable.Range(-12, 25)
            .OrderBy(offset => Math.Abs(now.AddHours(offset).Hour - 12) + (now.AddHours(offset).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 100 : 0))
            .Select(offset => offset == 0 ? "UTC" : $"Etc/GMT{(offset > 0 ? "-" : "+")}{Math.Abs(offset)}")
            .First();
    }
}
