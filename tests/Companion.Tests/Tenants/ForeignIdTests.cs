using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Companion.Chat;
using Companion.Commands;
using Companion.Messages;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Tenants;

/// <summary>Two organisations in one database: Tern in the local web chat, Other in another chat. Zoe, steward of Other, names everything that is Tern's.</summary>
public sealed class ForeignIdTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(1));

    private App _app = null!;
    private OtherChat _other = null!;
    private HttpClient _http = null!;
    private ChatPerson _ana = null!;
    private string _link = "";
    private string _join = "";
    private string _export = "";
    private string _observation = "";
    private string _token = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_app, _other) = await OtherChat.InAsync(Monday, Ct);
        _http = _app.CreateClient();
        await SetUpOtherAsync();
        await SetUpTernAsync();
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task No_command_reads_or_changes_anything_of_another_organisation()
    {
        var lines = Lines().ToList();
        var (before, told) = (Rows("Tern"), new List<string>());

        foreach (var (line, fields) in lines)
        {
            var reply = JsonSerializer.Serialize<object>(await _other.SayAsync("Zoe", line, Ct, null, fields));
            // What Zoe wrote herself may come back in a refusal.
            var isEcho = line.Contains("Quirin", StringComparison.Ordinal) || fields.Any(f => f.Item2.Contains("Quirin", StringComparison.Ordinal));
            if (reply.Contains("zeppelin reasons", StringComparison.OrdinalIgnoreCase) || (reply.Contains("Quirin", StringComparison.Ordinal) && !isEcho))
                told.Add($"{line}: {reply}");
        }

        Assert.Empty(told);
        Assert.Equal(before, Rows("Tern"));
        Assert.NotEmpty(before);
        var walked = lines.Select(l => CommandParser.Parse(new Said(l.Line)).IsRefused(out _, out var command) ? null : command.GetType()).OfType<Type>().ToHashSet();
        Assert.Empty(typeof(Command).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Command)) && !walked.Contains(t)).Select(t => t.Name));
    }

    [Fact]
    public async Task No_route_reads_or_changes_anything_of_another_organisation()
    {
        var before = Rows("Tern");
        var zoe = (await _app.Services.GetRequiredService<MemberStore>().AllAsync(_other.Connection.OrganisationId, Ct)).Single(m => m.Name == "Zoe").Id;

        // The local chat knows nobody of another organisation.
        foreach (var path in (string[])[$"/chat/messages?as={zoe}&in=direct", $"/chat/messages?as={zoe}&in=general"])
            Assert.False((await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Ct)).IsSuccessStatusCode, path);
        foreach (var (path, body) in (( string, object)[])[("/chat/messages", new { @as = zoe, text = "status" }), ("/chat/read", new { @as = zoe, @in = "direct", cursor = 1 })])
            Assert.False((await PostAsync(path, body)).IsSuccessStatusCode, path);

        // A token of Other's opens nothing of Tern's.
        foreach (var path in (string[])["/api/v1/units/zeppelin", "/api/v1/units/zeppelin/assessment", "/api/v1/decisions/5", $"/api/v1/decisions?by={_ana.Id}", "/api/v1/decisions?unit=zeppelin"])
            Assert.Contains((int)(await GetAsync(path)).StatusCode, (int[])[404, 422]);
        foreach (var path in (string[])["/api/v1/units", "/api/v1/assessments", "/api/v1/decisions", "/api/v1/decisions?text=zeppelin"])
            Assert.DoesNotContain("zeppelin", await (await GetAsync(path)).Content.ReadAsStringAsync(Ct), StringComparison.OrdinalIgnoreCase);
        Assert.False((await PostAsync("/api/v1/evidence", new { unit = "zeppelin", criterion = "zeppelin-secret", value = 1 }, _token)).IsSuccessStatusCode);

        // An address to take a log away holds that one log.
        using var log = await _http.GetAsync(_export, Ct);
        Assert.Equal(HttpStatusCode.OK, log.StatusCode);
        Assert.DoesNotContain("zeppelin", await log.Content.ReadAsStringAsync(Ct), StringComparison.OrdinalIgnoreCase);

        Assert.Equal(before, Rows("Tern"));
    }

    [Fact]
    public async Task The_next_day_brings_nothing_of_one_organisation_to_the_other()
    {
        await _app.AdvanceToAsync(Monday.AddDays(3), Ct);

        Assert.DoesNotContain(_other.Sent, s => s.Title.Contains("Zeppelin", StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(_other.Sent);
    }

    /// <summary>Every command with what is Tern's in it.</summary>
    private IEnumerable<(string Line, (string, string)[] Fields)> Lines()
    {
        (string, string)[] why = [("rationale", "I want to see it.")];
        string[] lines =
        [
            "help zeppelin", "status", "status zeppelin", "why zeppelin", "why zeppelin zeppelin-secret", "why gate", "answer", "answer 7", "checkin", "checkin now Zeppelin round", "checkin pause Zeppelin round", "checkin resume Zeppelin round",
            "evidence zeppelin zeppelin-secret 4", $"evidence contributors retract {_observation}", "evidence gate breaking-changes 0", "decide zeppelin", "decide zeppelin advance because I can", "decide zeppelin hold because I can", "decide zeppelin step-back 0 because I can",
            "target zeppelin none because I can", "snooze zeppelin 3 days because I can", "decisions", "decisions zeppelin", "decisions 5", "decisions verify", "search zeppelin", "search reasons unit:zeppelin", "search reasons by:Quirin", "review 5", "report 5", "expect 5", "supersede 5 because I can",
            "timeoff tomorrow", "gate", "waive 5 days because I can", "depends contributors 40 on zeppelin 20 because I can", "depends zeppelin 40 on contributors 20 because I can",
            "criteria zeppelin", "criteria zeppelin edit zeppelin-secret threshold 1 because I can", "criteria zeppelin remove zeppelin-secret because I can", "criteria zeppelin exempt zeppelin-secret because I can", "criteria contributors edit zeppelin-secret threshold 1 because I can",
            "stages zeppelin", "stages zeppelin remove 20 because I can", "stages zeppelin free 20 because I can", "owners zeppelin", "owners zeppelin Zoe because I can", "owners contributors Quirin because I can", "stewards Quirin because I can", "stewards", "reporter zeppelin zeppelin-secret Zoe", "reporter contributors first-response Quirin",
            "members", "members remove Quirin", "members add Rosa", "units", "units retire zeppelin because I can", "units restore zeppelin because I can", "hours 10-16", "hours organisation 8-12", "volume weekly", "holidays", "holidays add 2026-05-01 May", "holidays remove 2026-03-03", "trigger zeppelin pushed because I can", "channel zeppelin here", "channel here",
            $"link {_link}", $"link confirm {_link}", $"connect {_join}", "token create zeppelin unit zeppelin", "token", "token revoke tern-ci", "export json", "undo", "log", "home", "share status zeppelin", "share why zeppelin", "forget-me",
        ];
        foreach (var line in lines)
            yield return (line, []);
        yield return ("setup zeppelin", [("level", "20"), ("target", "40"), .. why]);
        yield return ("checkin create", [("name", "Mine"), ("units", "zeppelin"), ("cadence", "every Tuesday 10:00"), ("gate", "no"), ("anonymous", "no"), ("window", "3")]);
        yield return ("checkin edit Zeppelin round", [("name", "Mine"), ("units", "contributors"), ("cadence", "every Tuesday 10:00")]);
        yield return ("criteria zeppelin add", [("key", "mine"), ("stage", "20"), ("sentence", "Mine"), ("kind", "Fact"), ("answer", "Number"), ("question", "How many?"), ("comparison", "AtLeast"), ("threshold", "1"), .. why]);
        yield return ("stages zeppelin add", [("position", "15"), ("title", "mine"), ("says", "Mine."), .. why]);
        yield return ("units add", [("name", "Copy"), ("basis", "copy zeppelin"), ("owners", "Quirin")]);
        yield return ("units edit zeppelin", [("name", "Mine"), ("harm", "Low"), .. why]);
        yield return ("import", [("list", "name,owners\nMine,Quirin\n")]);
        yield return ("holidays import", [("calendar", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501\nSUMMARY:May\nEND:VEVENT\nEND:VCALENDAR")]);
        yield return ("answer 7", [("zeppelin/zeppelin-secret", "1")]);
        yield return ("review 5", [("effect", "x"), ("error", "None")]);
        yield return ("log", [("what", "Mine"), ("unit", "zeppelin"), .. why]);
        yield return ("forget-me yes", []);
    }

    private async Task SetUpOtherAsync()
    {
        await _other.MeetAsync("Zoe", Ct, begins: true);
        await _other.MeetAsync("Yan", Ct);
        await _other.SayAsync("Zoe", "setup", Ct, null, ("organisation", "Other"), ("units", "contributors"), ("cadence", "every month on the first Tuesday 10:00 Europe/Berlin"));
        _app.Time.Set(Monday.AddMinutes(1));
        await _other.SayAsync("Zoe", "target contributors 40", Ct, null, ("target", "40"), ("rationale", "Why not."));
        _token = Value(await _other.SayAsync("Zoe", "token create mine scope evidence,read", Ct), "cmpn_[A-Za-z0-9_-]+");
        _export = Value(await _other.SayAsync("Zoe", "export json", Ct), "/exports/[A-Za-z0-9_-]+");
    }

    private async Task SetUpTernAsync()
    {
        var you = await ChatPerson.NamedAsync(_http, "You", Ct);
        await DoneAsync(you, "setup", new() { ["you"] = "Quirin", ["organisation"] = "Tern", ["units"] = "", ["cadence"] = "every month on the first Tuesday 10:00 Europe/Berlin" });
        _ana = await ChatPerson.NamedAsync(_http, "Quirin", Ct);
        await DoneAsync(_ana, "units add", new() { ["name"] = "Zeppelin", ["basis"] = "scratch", ["owners"] = "Quirin" });
        await DoneAsync(_ana, "criteria zeppelin add", new() { ["key"] = "zeppelin-secret", ["stage"] = "20", ["sentence"] = "zeppelin reasons", ["kind"] = "Fact", ["answer"] = "Number", ["question"] = "How many?", ["comparison"] = "AtLeast", ["threshold"] = "3", ["rationale"] = "zeppelin reasons" });
        for (var i = 1; i <= 6; i++)
            await DoneAsync(_ana, $"target zeppelin {20 * (1 + (i % 3))} because of zeppelin reasons {i}");
        await DoneAsync(_ana, "checkin create", new() { ["name"] = "Zeppelin round", ["units"] = "zeppelin", ["cadence"] = "every Tuesday 10:00", ["gate"] = "yes", ["anonymous"] = "no", ["window"] = "3" });
        await DoneAsync(_ana, "checkin now Zeppelin round");
        await DoneAsync(_ana, "evidence zeppelin zeppelin-secret 2");
        await DoneAsync(_ana, "holidays add 2026-03-03 Zeppelin day");
        await DoneAsync(_ana, "token create tern-ci scope evidence,read");
        _link = Value((await _ana.SayAsync("link", Ct)).Text, "[A-Z2-9]{4}-[A-Z2-9]{4}");
        _join = Value((await _ana.SayAsync("connect", Ct)).Text, "[A-Z2-9]{4}-[A-Z2-9]{4}");
        await _app.TickAsync(Ct);
        _observation = Value(string.Join('\n', Rows("Tern").Where(r => r.StartsWith("facts|", StringComparison.Ordinal) && r.Contains("zeppelin-secret", StringComparison.Ordinal) && r.Contains("observed", StringComparison.Ordinal))), "(?<=\"id\":\")[0-9a-f-]{36}");
    }

    /// <summary>Every row of an organisation, table by table.</summary>
    private List<string> Rows(string organisation)
    {
        using var connection = _app.Connect();
        var tables = Read(connection, connection is SqliteConnection
            ? "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'organisation_id'"
            : "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'organisation_id'");
        var rows = tables.Order(StringComparer.Ordinal).SelectMany(table => Read(connection, $"SELECT '{table}|', * FROM {table} WHERE organisation_id = (SELECT id FROM organisations WHERE name = '{organisation}') ORDER BY 2, 3, 4"));
        return [.. rows, .. Read(connection, $"SELECT 'organisations|', * FROM organisations WHERE name = '{organisation}'")];
    }

    private static List<string> Read(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names come from the schema
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }

    private static async Task DoneAsync(ChatPerson person, string line, Dictionary<string, string>? fields = null)
    {
        var answer = fields is null ? await person.SayAsync(line, Ct) : await person.SubmitAsync(line, fields, Ct);
        Assert.True(answer.Kind == "done", $"{line}: {answer.Reply}");
    }

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", _token);
        return await _http.SendAsync(request, Ct);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, object body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body), null, "application/json") };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return await _http.SendAsync(request, Ct);
    }

    private static string Value(Reply reply, string pattern) => Value(JsonSerializer.Serialize<object>(reply), pattern);

    private static string Value(string text, string pattern)
    {
        var found = System.Text.RegularExpressions.Regex.Match(text, pattern, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(found.Success, $"{pattern}: {text}");
        return found.Value;
    }
}
