using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Companion.Tests.Crash;

/// <summary>People who answer, report and decide as fast as they can while the server lives.</summary>
internal sealed partial class Load(Chat chat, Ledger ledger, Guid steward, IReadOnlyList<Guid> members, Random dice)
{
    private int _checkIns;

    /// <summary>What stays unanswered when a server dies is said again, with the same key, to the next one.</summary>
    private readonly Dictionary<Guid, (string Command, Dictionary<string, string> Fields, string Key, Attempt Attempt)> _unanswered = [];

    public async Task RunAsync(int checkInsAtMost, string cadenceZone, CancellationToken ct)
    {
        var people = members.Select(m => AnswerAsync(m, new Random(dice.Next()), ct)).ToList();
        people.Add(StewardAsync(checkInsAtMost, cadenceZone, ct));
        await Task.WhenAll(people);
    }

    private async Task StewardAsync(int checkInsAtMost, string zone, CancellationToken ct)
    {
        for (var turn = 0; !ct.IsCancellationRequested; turn++)
        {
            if (_checkIns < checkInsAtMost && turn % 3 == 0)
            {
                var name = $"Check-in {++_checkIns}";
                await chat.SubmitAsync(steward, "checkin create", CheckIn(name, zone), null, ct);
                if (await chat.SayAsync(steward, $"checkin now {name}", null, ct) is null)
                    return;
            }

            var rationale = $"reason {Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
            var level = turn % 2 == 0 ? "40" : "60";
            var said = await chat.SubmitAsync(steward, "target contributors", new Dictionary<string, string>(StringComparer.Ordinal) { ["target"] = level, ["rationale"] = rationale }, rationale, ct);
            if (said is null)
                return;
            if (said.Kind == "done" && DecisionNumber().Match(said.Text) is { Success: true } match)
                ledger.Decided(long.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), rationale);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task AnswerAsync(Guid member, Random random, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            if (!await RepeatAsync(member, ct))
                return;
            if (await chat.SayAsync(member, "answer", null, ct) is not { } opened)
                return;
            if (opened.Kind != "form")
            {
                await Task.Delay(30, CancellationToken.None);
                continue;
            }

            var form = opened.Reply.GetProperty("form");
            var command = form.GetProperty("command").GetString()!;
            var fields = Fill(form, random);
            var attempt = ledger.Try(long.Parse(command.AsSpan("answer ".Length), CultureInfo.InvariantCulture), member, fields);
            lock (_unanswered)
                _unanswered[member] = (command, fields, $"{member} {random.NextInt64()}", attempt);
        }
    }

    /// <summary>Says what is pending, again if need be: the key makes it one effect.</summary>
    private async Task<bool> RepeatAsync(Guid member, CancellationToken ct)
    {
        (string Command, Dictionary<string, string> Fields, string Key, Attempt Attempt) pending;
        lock (_unanswered)
            if (!_unanswered.TryGetValue(member, out pending))
                return true;

        if (await chat.SubmitAsync(member, pending.Command, pending.Fields, pending.Key, ct) is not { } said)
            return false;

        lock (_unanswered)
            _unanswered.Remove(member);
        pending.Attempt.IsAcknowledged = said.Kind == "done";
        return true;
    }

    private static Dictionary<string, string> Fill(JsonElement form, Random random)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in form.GetProperty("fields").EnumerateArray())
        {
            var name = field.GetProperty("name").GetString()!;
            if (!name.EndsWith(".note", StringComparison.Ordinal))
                fields[name] = random.Next(1, 6).ToString(CultureInfo.InvariantCulture);
        }

        return fields;
    }

    private static Dictionary<string, string> CheckIn(string name, string zone) => new(StringComparer.Ordinal)
    {
        ["name"] = name,
        ["units"] = "contributors",
        ["cadence"] = $"every 4 weeks on Monday 10:00 {zone}",
        ["window"] = "3",
        ["gate"] = "yes",
    };

    [GeneratedRegex(@"Decision (?<number>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DecisionNumber();
}
