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
    private int _faults;

    public async Task<bool> KillAsync(CancellationToken ct)
    {
        var watch = Stopwatch.GetTimestamp();
        for (var killed = 0; killed < options.Kills; killed += KillsOfAGeneration)
            await LiveAsync(Math.Min(KillsOfAGeneration, options.Kills - killed), ct);

        await output.WriteLineAsync(
            $"{options.Kills} kills in {Stopwatch.GetElapsedTime(watch).TotalSeconds:0} s: {_acknowledged} answers acknowledged, {_rounds} rounds opened, {_closed} closed, {_messages} messages sent, {_faults} faults.");
        return _faults == 0;
    }

    private async Task LiveAsync(int kills, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("companion-crash-");
        var file = Path.Combine(folder.FullName, "companion.db");
        var ledger = new Ledger();
        using var server = new Server(file);
        using var chat = new Chat(server.Address);
        await server.StartAsync(ct);
        var zone = WorkingZone();
        var load = await SetUpAsync(chat, ledger, zone, ct);
        var acknowledged = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var working = load.RunAsync(CheckInsOfAGeneration * kill / kills, zone, stop.Token);
            await Task.Delay(_dice.Next(50, 1500), ct);
            // Every other time somebody has got an answer first, however slow the machine is.
            if (kill % 2 == 0)
                await UntilAsync(() => ledger.Acknowledged > acknowledged, ct);
            acknowledged = ledger.Acknowledged;
            await server.KillAsync(ct);
            await working;
            await server.StartAsync(ct);
        }

        await SettleAsync(load, zone, ct);
        await InspectAsync(file, ledger, server, ct);
        await server.KillAsync(ct);
        folder.Delete(recursive: true);
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
    private static async Task SettleAsync(Load load, string zone, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var working = load.RunAsync(0, zone, stop.Token);
        await Task.Delay(1500, ct);
        await stop.CancelAsync();
        try
        {
            await working;
        }
        catch (OperationCanceledException)
        {
            // The last words were cut off; the ledger knows them as unanswered.
        }

        await Task.Delay(4000, ct);
    }

    private async Task InspectAsync(string file, Ledger ledger, Server server, CancellationToken ct)
    {
        var inspection = new Inspection(file, ledger);
        inspection.Look();
        var faults = inspection.Faults.ToList();
        if (await server.VerifyAsync(ct) is { Code: not 0 } broken)
            faults.Add(broken.Says);

        foreach (var fault in faults)
            await output.WriteLineAsync($"FAULT: {fault}");
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
