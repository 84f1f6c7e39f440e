using Companion.CommandLine;

namespace Companion.Tests.CommandLine;

/// <summary>What no option, argument or setting takes is refused before anything is done.</summary>
public sealed class UnknownWordsTests
{
    [Theory]
    [InlineData("send has no option --case. Did you mean --cases?", "evidence", "send", "--unit", "a", "--criterion", "b", "--value", "1", "--case", "2")]
    [InlineData("send has no option --notes. Did you mean --note?", "evidence", "send", "--unit", "a", "--criterion", "b", "--value", "1", "--notes", "x")]
    [InlineData("send has no option --observed. There is --unit, --criterion, --value, --cases, --at, --note, --source, --server, --token, --dry-run, --link, --url.", "evidence", "send", "--unit", "a", "--criterion", "b", "--value", "1", "--observed=x")]
    [InlineData("send has no option --Storage:ConnectionString.", "evidence", "send", "--unit", "a", "--criterion", "b", "--value", "1", "--Storage:ConnectionString=x")]
    [InlineData("csv has no place for \"b.csv\".", "evidence", "csv", "a.csv", "b.csv")]
    [InlineData("--notes stands where a value was expected. git has no option --notes.", "evidence", "git", ".", "--unit", "a", "--core-domain", "example.org", "--notes", "x")]
    [InlineData("--expect stands where a value was expected. sarif has no option --expect.", "evidence", "sarif", "a.sarif", "--expect", "--unit", "a")]
    [InlineData("slack has no option --urls. Did you mean --url?", "manifest", "slack", "--urls", "https://example.org")]
    [InlineData("doctor has no option --lvie. Did you mean --live? Settings are written --Section:Key=value.", "doctor", "--lvie")]
    [InlineData("restore has no option --force.", "restore", "a.db", "--force")]
    [InlineData("verify has no place for \"everything\".", "verify", "everything")]
    [InlineData("companion has no option --dmeo. Did you mean --demo?", "--dmeo")]
    [InlineData("There is no section Stroage in the settings. Did you mean Storage?", "--Stroage:ConnectionString=Data Source=x")]
    [InlineData("There is no setting Storage:ConnectionStrign. Did you mean ConnectionString?", "verify", "--Storage:ConnectionStrign", "Data Source=x")]
    [InlineData("--Storage:ConnectionString has no value", "serve", "--Storage:ConnectionString")]
    public void A_word_that_nothing_takes_is_refused(string says, params string[] arguments) =>
        Assert.StartsWith(says, UnknownWords.WhyNot(Companion.CommandLine.Commands.Root().Parse(arguments)), StringComparison.Ordinal);

    [Theory]
    [InlineData("evidence", "send", "--unit", "a", "--criterion", "b", "--value", "-1", "--url", "http://127.0.0.1:5180", "--note", "--odd but a note")]
    [InlineData("evidence", "csv", "-")]
    [InlineData("--urls", "http://127.0.0.1:5181")]
    [InlineData("--Storage:ConnectionString", "Data Source=x", "--Logging:LogLevel:Default", "None", "--Kestrel:Endpoints:Http:Url=http://127.0.0.1:1")]
    [InlineData("Storage:ConnectionString=x", "/Schedule:Enabled=false")]
    [InlineData("--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317", "--Storage=")]
    [InlineData("--environment=Development", "--contentRoot=/", "--applicationName=companion")]
    [InlineData("serve", "--PublicUrl=https://companion.example.org", "--Teams:ServiceHosts:0=example.org", "--Slack:ResponseHosts=example.org")]
    [InlineData("backup", "a.db", "--Storage:ConnectionString=Data Source=x")]
    [InlineData("token", "create", "ci", "--days", "30", "--Storage:ConnectionString", "Data Source=x")]
    [InlineData("verfy")]
    public void What_is_known_is_not(params string[] arguments) => Assert.Null(UnknownWords.WhyNot(Companion.CommandLine.Commands.Root().Parse(arguments)));
}
