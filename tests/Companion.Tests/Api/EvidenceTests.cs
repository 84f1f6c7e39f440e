using System.Text;
using Companion.Api;
using Companion.Core.Readiness;
using Companion.Tests.Faults;
using Companion.Tests.Support;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Companion.Tests.Api;

/// <summary>Evidence from programs, through the HTTP door.</summary>
public sealed class EvidenceTests : IAsyncLifetime
{
    private readonly App _app = new(Team.Monday);
    private readonly HttpClient _http;
    private ChatPerson _steward = null!;
    private ApiClient _ci = null!;

    public EvidenceTests() => _http = _app.CreateClient();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _steward = await Team.SetUpAsync(_http, Ct);
        _ci = await ApiClient.MadeByAsync(_http, _steward, Ct, "ci scope evidence,read");
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task A_measurement_counts_at_once_and_says_where_it_comes_from()
    {
        var sent = await _ci.PostAsync(new { unit = "contributors", criterion = "active-outside", value = 6, source = "git", link = "https://example.org/log", note = "over 90 days", places = (string[])["ask newcomers"] }, Ct);

        var reading = await ReadingAsync("active-outside");
        var why = await _steward.SayAsync("why contributors active-outside", Ct);
        Assert.Equal(200, sent.Status);
        Assert.Equal(("contributors", "active-outside", 6m), Item(sent, 0));
        Assert.Equal(("Met", "Measurement", "git"), (reading.GetProperty("state").GetString(), reading.GetProperty("source").GetString(), reading.GetProperty("origin").GetString()));
        Assert.Contains("6 contributors measured on", why.Text, StringComparison.Ordinal);
        Assert.Contains("https://example.org/log", why.Text, StringComparison.Ordinal);
        Assert.Contains("ask newcomers", why.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_differs_from_a_measurement_is_an_alarm_to_the_owner()
    {
        await _steward.SayAsync("evidence contributors active-outside 7", Ct);

        await _ci.PostAsync(new { unit = "contributors", criterion = "active-outside", value = 4 }, Ct);
        await _app.TickAsync(Ct);

        var reading = await ReadingAsync("active-outside");
        var ben = await ChatPerson.NamedAsync(_http, "Ben", Ct);
        Assert.Equal(("NotMet", 7m, 4m), (reading.GetProperty("state").GetString(), reading.GetProperty("alarm").GetProperty("reported").GetDecimal(), reading.GetProperty("alarm").GetProperty("measured").GetDecimal()));
        Assert.Contains(await ben.InboxAsync(Ct), m => m.Text.Contains("Reported 7 contributors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_gates_criteria_can_be_measured_too()
    {
        var sent = await _ci.PostAsync(new { unit = "gate", criterion = "breaking-changes", value = 0 }, Ct);

        Assert.Equal(("gate", "breaking-changes", 0m), Item(sent, 0));
        Assert.Contains("0 changes measured on", (await _steward.SayAsync("why gate breaking-changes", Ct)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"unit":"contributors","criterion":"outside-share","value":35.5,"cases":40}""", "Met", 35.5)]
    [InlineData("""{"unit":"contributors","criterion":"outside-share","value":35.5,"cases":4}""", "Unknown", 35.5)]
    [InlineData("""{"unit":"contributors","criterion":"reward-gini","value":0.61}""", "NotMet", 0.61)]
    [InlineData("""{"unit":"CONTRIBUTORS","criterion":"Turnout","value":30}""", "Met", 30.0)]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":null,"note":"no vote yet"}""", "Unknown", null)]
    public async Task Values_of_every_kind_are_taken(string json, string state, double? value)
    {
        var sent = await _ci.PostAsync(json, Ct);

        var reading = await ReadingAsync(Item(sent, 0).Criterion);
        Assert.Equal((200, state), (sent.Status, reading.GetProperty("state").GetString()));
        Assert.Equal((decimal?)value, Item(sent, 0).Value);
    }

    [Theory]
    [InlineData("{", 400, "json.malformed", null)]
    [InlineData("", 400, "json.malformed", null)]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":NaN}""", 400, "json.malformed", null)]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":Infinity}""", 400, "json.malformed", null)]
    [InlineData("""{"unit":"contributors","unit":"gate","criterion":"turnout","value":1}""", 400, "json.malformed", null)]
    [InlineData("""{"\ud800":1,"unit":"contributors","criterion":"turnout","value":1}""", 400, "json.malformed", null)]
    [InlineData("null", 422, "body.shape", null)]
    [InlineData("7", 422, "body.shape", null)]
    [InlineData("[]", 422, "batch.size", null)]
    [InlineData("""{"items":[],"more":1}""", 422, "body.shape", null)]
    [InlineData("[7]", 422, "item.shape", null)]
    [InlineData("{}", 422, "batch.refused", null)]
    [InlineData("""{"unit":"contributors","criterion":"turnout"}""", 422, "value.missing", "value")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":"NaN"}""", 422, "value.kind", "value")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":"30"}""", 422, "value.kind", "value")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":[30]}""", 422, "value.kind", "value")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":1e400}""", 422, "value.range", "value")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":101}""", 422, "value.range", "value")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":-1}""", 422, "value.range", "value")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":true}""", 422, "value.kind", "value")]
    [InlineData("""{"unit":"contributors","criterion":"active-outside","value":1000000001}""", 422, "value.range", "value")]
    [InlineData("""{"unit":"contributors","criterion":"reward-gini","value":60}""", 422, "value.range", "value")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"cases":-1}""", 422, "cases.kind", "cases")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"cases":2.5}""", 422, "cases.kind", "cases")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"obervedAt":"2026-01-01"}""", 422, "field.unknown", "obervedAt")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"observedAt":"2026-01-05T12:00:00"}""", 422, "observed.form", "observedAt")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"observedAt":"yesterday"}""", 422, "observed.form", "observedAt")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"observedAt":"9999-12-31"}""", 422, "observed.future", "observedAt")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"observedAt":"2026-01-05T08:06:00Z"}""", 422, "observed.future", "observedAt")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"observedAt":"0001-01-01"}""", 422, "observed.past", "observedAt")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"link":"javascript:alert(1)"}""", 422, "link.form", "link")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"note":"\u0000"}""", 422, "note.form", "note")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"note":"\ud800"}""", 422, "note.form", "note")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"source":7}""", 422, "source.form", "source")]
    [InlineData("""{"unit":"contributors","criterion":"turnout","value":30,"places":"everywhere"}""", 422, "places.form", "places")]
    [InlineData("""{"unit":"","criterion":"turnout","value":30}""", 422, "unit.form", "unit")]
    [InlineData("""{"unit":"moon","criterion":"turnout","value":30}""", 422, "unit.unknown", "unit")]
    [InlineData("""{"unit":"contributors","criterion":"tides","value":30}""", 422, "criterion.unknown", "criterion")]
    [InlineData("""{"unit":"contributors","criterion":"know-how","value":30}""", 422, "criterion.opinion", "criterion")]
    public async Task What_is_wrong_is_refused_by_name_and_nothing_is_kept(string json, int status, string code, string? field)
    {
        var before = Facts();

        var refused = await _ci.PostAsync(json, Ct);

        Assert.Equal((status, code), (refused.Status, refused.Code));
        if (field is not null)
            Assert.Equal(field, refused.Json.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal(before, Facts());
    }

    [Fact]
    public async Task A_batch_counts_as_a_whole_or_not_at_all()
    {
        var before = Facts();
        object good = new { unit = "contributors", criterion = "turnout", value = 30 };

        var refused = await _ci.PostAsync(new { items = (object[])[good, new { unit = "contributors", criterion = "tides", value = 1 }, good, new { unit = "contributors", criterion = "turnout", value = 200 }] }, Ct);
        var kept = await _ci.PostAsync(new[] { good, new { unit = "gate", criterion = "breaking-changes", value = 0 } }, Ct);

        Assert.Equal(["1 criterion criterion.unknown", "3 value value.range"], refused.Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("index")} {e.GetProperty("field").GetString()} {e.GetProperty("code").GetString()}"));
        Assert.Equal((200, 2), (kept.Status, kept.Json.GetProperty("items").GetArrayLength()));
        Assert.Equal(before + 2, Facts());
    }

    [Fact]
    public async Task The_same_key_has_one_effect_and_one_answer_even_after_a_restart()
    {
        object body = new { unit = "contributors", criterion = "turnout", value = 30 };
        var before = Facts();

        var first = await _ci.PostAsync(body, Ct, "run-1");
        var again = await _ci.PostAsync(body, Ct, "run-1");
        await using var next = Next();
        using var http = next.CreateClient();
        var later = await new ApiClient(http, _ci.Token).PostAsync(body, Ct, "run-1");
        var other = await new ApiClient(http, _ci.Token).PostAsync(new { unit = "contributors", criterion = "turnout", value = 31 }, Ct, "run-1");

        Assert.Equal((false, true, true), (first.IsReplayed, again.IsReplayed, later.IsReplayed));
        Assert.Equal(first.Json.GetRawText(), again.Json.GetRawText());
        Assert.Equal(first.Json.GetRawText(), later.Json.GetRawText());
        Assert.Equal((422, "idempotency.reused"), (other.Status, other.Code));
        Assert.Equal(before + 1, Facts());
    }

    [Fact]
    public async Task Many_at_once_with_one_key_have_one_effect()
    {
        var before = Facts();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _ci.PostAsync(new { unit = "contributors", criterion = "turnout", value = 30 }, Ct, "at-once")));

        Assert.All(answers, a => Assert.Equal(200, a.Status));
        Assert.Single(answers.Select(a => a.Json.GetRawText()).Distinct());
        Assert.Equal(before + 1, Facts());
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("ü")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var refused = await _ci.PostAsync(new { unit = "contributors", criterion = "turnout", value = 30 }, Ct, key);

        Assert.Equal((400, "idempotency.key"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_batch_of_a_million_rows_is_refused_without_reading_it()
    {
        await using var app = Next();
        using var http = new HttpClient { BaseAddress = app.Listen() };
        var refused = await new ApiClient(http, _ci.Token).PostAsync(new Rows(1_000_000), Ct);
        await using var endless = new Endless();
        var nothing = await Receiver.ReadAsync(new DefaultHttpContext { Request = { Body = endless } }.Request, Ct);

        Assert.Equal((413, "body.large"), (refused.Status, refused.Code));
        Assert.Null(nothing);
        Assert.InRange(endless.Position, Receiver.LargestBody, Receiver.LargestBody * 2);
    }

    [Fact]
    public async Task More_rows_than_fit_and_nests_that_are_too_deep_are_refused()
    {
        var many = await _ci.PostAsync($"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]", Ct);
        var deep = await _ci.PostAsync(new string('[', 100_000), Ct);
        var noJson = await _ci.PostAsync(new StringContent("unit=contributors", Encoding.UTF8, "application/x-www-form-urlencoded"), Ct);
        var errors = await _ci.PostAsync($"[{string.Join(',', Enumerable.Repeat("{}", 1000))}]", Ct);

        Assert.Equal([(422, "batch.size"), (400, "json.malformed"), (415, "body.type"), (422, "batch.refused")], new[] { many, deep, noJson, errors }.Select(r => (r.Status, r.Code)));
        Assert.Equal(100, errors.Json.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task What_was_measured_earlier_ages_from_then_and_never_outvotes_what_is_newer()
    {
        await _ci.PostAsync(new { unit = "contributors", criterion = "turnout", value = 40, observedAt = "2026-01-04T12:00:00+01:00" }, Ct);
        await _ci.PostAsync(new { unit = "contributors", criterion = "turnout", value = 10, observedAt = "2025-12-01" }, Ct);

        var reading = await ReadingAsync("turnout");

        Assert.Equal(40, reading.GetProperty("value").GetDecimal());
        Assert.Equal(new DateTimeOffset(2026, 1, 4, 11, 0, 0, TimeSpan.Zero) + Rules.FreshWhenNotAsked, reading.GetProperty("expiresAt").GetDateTimeOffset());
    }

    private static (string Unit, string Criterion, decimal? Value) Item(ApiAnswer answer, int index)
    {
        var item = answer.Json.GetProperty("items")[index];
        return (item.GetProperty("unit").GetString()!, item.GetProperty("criterion").GetString()!, item.GetProperty("value").ValueKind == System.Text.Json.JsonValueKind.Null ? null : item.GetProperty("value").GetDecimal());
    }

    private async Task<System.Text.Json.JsonElement> ReadingAsync(string criterion) =>
        (await _ci.GetAsync("/units/contributors/assessment", Ct)).Json.GetProperty("readings").EnumerateArray().Single(r => r.GetProperty("criterion").GetString() == criterion);

    private long Facts()
    {
        using var connection = _app.Connect();
        return connection.ExecuteScalar<long>("SELECT COUNT(*) FROM facts WHERE kind = 'observed'");
    }

    /// <summary>The program anew, on what the first one left.</summary>
    private App Next()
    {
        if (!_app.ConnectionString.StartsWith("Data Source=", StringComparison.Ordinal))
            return new(_app.Time.GetUtcNow(), postgres: _app.ConnectionString);

        var copy = Path.Combine(Path.GetDirectoryName(_app.File)!, "next.db");
        using var from = new SqliteConnection($"Data Source={_app.File};Mode=ReadOnly;Pooling=False");
        using var to = new SqliteConnection($"Data Source={copy};Pooling=False");
        from.Open();
        to.Open();
        from.BackupDatabase(to);
        return new(_app.Time.GetUtcNow(), copy);
    }

    /// <summary>A body that is made while it is sent.</summary>
    /// <summary>A body that never ends, and knows how much of it was read.</summary>
    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class Rows : HttpContent
    {
        private readonly int _count;

        public Rows(int count)
        {
            _count = count;
            Headers.ContentType = new("application/json");
        }

        private static readonly byte[] Row = Encoding.UTF8.GetBytes("""{"unit":"contributors","criterion":"turnout","value":30},""");

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            try
            {
                await stream.WriteAsync("["u8.ToArray());
                for (var row = 0; row < _count; row++)
                    await stream.WriteAsync(Row);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                // The server has heard enough.
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
