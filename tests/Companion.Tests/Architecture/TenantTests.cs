using System.Reflection;
using System.Text.RegularExpressions;
using Companion.Commands;

namespace Companion.Tests.Architecture;

/// <summary>No statement reaches across organisations: each is bound to one, or stands here with the reason why it need not be.</summary>
public sealed partial class TenantTests
{
    /// <summary>Statements that are not bound, and why that is right.</summary>
    private static readonly Dictionary<string, string> Unbound = new(StringComparer.Ordinal)
    {
        ["ChangeStore.ForgetSql"] = Age,
        ["DeliveryStore.ForgetSql"] = Age,
        ["ExportStore.DropSql"] = Age,
        ["MeasurementStore.ForgetSql"] = Age,
        ["InboxStore.AbandonedSql"] = Worker,
        ["InboxStore.DoneSql"] = Worker,
        ["InboxStore.LaterSql"] = Worker,
        ["InboxStore.WaitingSql"] = Worker,
        ["OutboxStore.AbandonedSql"] = Worker,
        ["OutboxStore.DepthSql"] = Counts,
        ["OutboxStore.GivenUpSql"] = Counts,
        ["ConnectionStore.AddOrganisationSql"] = Founds,
        ["OrganisationStore.AddSql"] = Founds,
        ["OrganisationStore.AllSql"] = "Lists the organisations themselves, for the program's own commands and the dashboard of the first.",
        ["OrganisationStore.OfConnectionSql"] = "A connection leads to its organisation: this is where an input gets bound.",
        ["ConnectionStore.AllSql"] = Leads,
        ["ConnectionStore.FindSql"] = Leads,
        ["ConnectionStore.GetSql"] = Leads,
        ["ConnectionStore.QuietSql"] = Leads,
        ["JoinStore.UseUpSql"] = "The code is the permission; it names the organisation that is joined (@target).",
        ["TokenStore.FindSql"] = "The secret is the permission, and the row says whose it is.",
        ["Migrator.RecordSql"] = Schema,
        ["Migrator.VersionSql"] = Schema,
        ["PostgresFaults.KeySql"] = Schema,
        ["OrganisationCopy.ColumnsSql"] = Schema,
        ["PostgresAdvice.SettingsSql"] = "About the server, not about anybody's data.",
        ["OrganisationCopy.ReferencesSql"] = Schema,
    };

    private const string Age = "Forgets by age alone, whoever it belongs to.";
    private const string Worker = "The queue of the program; what is taken from it is handled for its own connection.";
    private const string Counts = "Counts for whoever runs the program; says nothing about anybody.";
    private const string Founds = "Makes the organisation that everything later is bound to.";
    private const string Leads = "A connection belongs to exactly one organisation, which the row names.";
    private const string Schema = "About the schema, not about anybody's data.";

    [Fact]
    public void Every_statement_is_bound_to_its_organisation_or_says_why_not()
    {
        var loose = Statements().Where(s => !IsBound(s.Sql)).ToDictionary(s => s.Name, s => s.Sql, StringComparer.Ordinal);

        var offenders = loose.Keys.Except(Unbound.Keys).Order(StringComparer.Ordinal).Select(name => $"{name}: {Spaces().Replace(loose[name], " ")}").ToList();

        Assert.True(offenders.Count == 0, string.Join('\n', offenders));
        Assert.Equal([], Unbound.Keys.Except(loose.Keys));
        Assert.All(Unbound.Values, Assert.NotEmpty);
    }

    [Fact]
    public void Statements_are_constants_so_that_they_can_be_looked_at()
    {
        // The lines of a list of statements begin with them; such lists are looked at above.
        var offenders = Sources.All.SelectMany(s => s.Lines.Where(l => Inline().IsMatch(l) && !l.Contains("const string", StringComparison.Ordinal) && !l.TrimStart().StartsWith('"')).Select(l => $"{s.Path}: {l.Trim()}"))
            .Where(l => !Engine().IsMatch(l));

        Assert.Empty(offenders);
    }

    /// <summary>Every constant that is a whole statement; what only lends its columns to others ends without a condition and is called Columns.</summary>
    private static IEnumerable<(string Name, string Sql)> Statements() =>
        from type in typeof(Command).Assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
        from text in field.FieldType == typeof(string) && field.IsLiteral ? [(string)field.GetRawConstantValue()!] : field.FieldType == typeof(string[]) ? (string[])field.GetValue(null)! : Array.Empty<string>()
        where Statement().IsMatch(text) && !field.Name.EndsWith("Columns", StringComparison.Ordinal)
        select ($"{type.Name}.{field.Name}", text);

    private static bool IsBound(string sql) =>
        Bound().IsMatch(sql) || TellsWhose().IsMatch(sql) || (sql.TrimStart().StartsWith("INSERT", StringComparison.Ordinal) && sql.Contains("organisation_id", StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*(SELECT|UPDATE|DELETE|INSERT)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Statement();

    // What looks for work in all organisations says with each row whose it is; nothing else of it is read by that.
    [GeneratedRegex(@"^\s*(SELECT|UPDATE)\b.*\b(organisation_id|id) AS OrganisationId\b", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TellsWhose();

    // A connection belongs to exactly one organisation.
    [GeneratedRegex(@"organisation_id = @organisation\b|\bconnection_id = @connection\b|organisations\b[^;]*\bid = @organisation\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bound();

    [GeneratedRegex("\"\\s*(SELECT|UPDATE|DELETE FROM|INSERT INTO) [a-z{]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("^Companion/Storage/(Postgres|Sqlite|CopyTable)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Engine();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
