using System.Runtime.CompilerServices;
using System.Text.Json;
using Companion.Core.Readiness;
using Companion.Templates;

namespace Companion.Tests.Templates;

public sealed class TemplateTests
{
    private static readonly string Units = File.ReadAllText(Beside("units.json"));

    /// <summary>What the defaults say, line by line: unit, stage, kind, key, condition, fewest cases.</summary>
    private const string Defaults = """
        gate 0 Fact breaking-changes: at most 1 changes
        gate 0 Opinion iterations-left: at most 2 iterations
        gate 0 Opinion predictable: at least 60%
        core-team 20 Measured runbooks: at least 60%, over 5
        core-team 40 Measured deputies: at least 80%, over 5
        core-team 40 Fact trained: at least 75%
        core-team 60 Measured held-outside: at least 20%, over 5
        core-team 60 Measured absence-factor: at least 3 people
        core-team 80 Measured held-outside-most: at least 50%, over 5
        core-team 80 Measured decision-hhi: below 2500 points, over 10
        core-team 100 Fact promotions: at least 2 promotions
        core-team 100 Opinion runs-itself: at least 80%
        contributors 20 Measured first-response: at most 72 hours
        contributors 40 Measured active-outside: at least 5 contributors
        contributors 40 Opinion know-how: at least 60%
        contributors 60 Measured outside-share: at least 30%, over 5
        contributors 60 Measured returning: at least 40%, over 5
        contributors 60 Measured reward-gini: at most 0.6
        contributors 60 Measured reciprocal: at most 20%, over 5
        contributors 80 Measured organisations: at least 2 organisations
        contributors 80 Measured absence-factor: at least 3 people
        contributors 100 Measured turnout: at least 30%
        tech-stack 20 Measured inventory: yes
        tech-stack 40 Measured behind-adapter: at least 90%
        tech-stack 40 Measured findings: at most 5 findings
        tech-stack 60 Measured second-implementation: at least 1 service
        tech-stack 60 Fact swap-drill: at most 5 days
        tech-stack 60 Measured vendor-hhi: below 2500 points
        tech-stack 80 Fact rebuilt: yes
        tech-stack 80 Fact exit-tested: yes
        tech-stack 80 Fact notice-7: at least 7 days
        tech-stack 100 Fact notice-30: at least 30 days
        tech-stack 100 Measured decentralized-share: at least 80%
        finance 20 Fact investor-positions: at least 100%
        finance 40 Fact treasury: yes
        finance 40 Fact runway: at least 12 months
        finance 60 Measured allocation: at least 5%, for 3 periods
        finance 60 Fact signers: at least 3 people
        finance 60 Fact outside-signers: at least 40%
        finance 80 Fact co-decided: at least 20%, over 5
        finance 80 Fact largest-funder: at most 40%
        finance 80 Fact accounts: yes, for 3 periods
        finance 100 Fact governed: yes, for 2 periods
        processes 20 Opinion logged: at least 60%
        processes 20 Measured review-dates: at least 80%, over 5
        processes 40 Measured precedents: at least 50%, over 10
        processes 40 Measured reviews-on-time: at least 90%, over 5
        processes 60 Fact written-discussion: at least 80%, over 5
        processes 60 Fact decision-rights: yes
        processes 80 Opinion findable: at least 80%
        processes 80 Fact conflict-route: yes
        processes 100 Measured decided-outside: at least 80%, over 10
        """;

    [Fact]
    public void The_built_in_units_and_the_gate_say_what_the_defaults_say()
    {
        var templates = UnitTemplates.BuiltIn;
        var lines = templates.Gate.Select(c => ("gate", c)).Concat(templates.Units.SelectMany(u => u.Criteria.Select(c => (u.Key, c)))).Select(c => Line(c.Item1, c.c));

        Assert.Equal(Defaults.ReplaceLineEndings("\n").Replace("at most 1 changes", "at most 1 change", StringComparison.Ordinal), string.Join('\n', lines));
        Assert.Equal(["core-team Medium", "contributors Low", "tech-stack High", "finance High", "processes Low"], templates.Units.Select(u => $"{u.Key} {u.Harm}"));
        Assert.All(templates.Units, u => Assert.Equal([20, 40, 60, 80, 100], u.Stages.Select(s => s.Position)));
    }

    [Fact]
    public void Every_measured_criterion_can_be_reported_while_no_source_is_connected() =>
        Assert.All(UnitTemplates.BuiltIn.Units.SelectMany(u => u.Criteria), c => Assert.NotEmpty(c.Question));

    [Fact]
    public void The_file_fits_its_schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Beside("units.schema.json")));
        using var file = JsonDocument.Parse(Units);

        Assert.Empty(new JsonSchema(schema.RootElement).Errors(file.RootElement));
    }

    [Fact]
    public void The_schema_knows_every_field_of_a_criterion_and_no_other()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Beside("units.schema.json")));
        var fields = typeof(Criterion).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(StringComparer.Ordinal);

        Assert.Equal(fields, schema.RootElement.GetProperty("$defs").GetProperty("criterion").GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\"threshold\": 60, \"sentence\": \"At least 60% of the resp", "\"threshold\": 160, \"sentence\": \"At least 60% of the resp", "core-team/runbooks: the threshold 160 cannot be.")]
    [InlineData("\"threshold\": 60", "\"treshold\": 60", "treshold")]
    [InlineData("\"stage\": 40", "\"stage\": 41", "core-team/deputies: there is no stage 41.")]
    [InlineData("\"key\": \"deputies\"", "\"key\": \"runbooks\"", "core-team: \"runbooks\" is there twice.")]
    [InlineData("\"kind\": \"Fact\"", "\"kind\": \"Rumour\"", "cannot be read")]
    [InlineData("\"aggregate\": \"Median\"", "\"aggregate\": \"None\"", "gate/iterations-left: an opinion has an aggregate")]
    [InlineData("\"position\": 20", "\"position\": 120", "cannot be read")]
    [InlineData("\"position\": 20", "\"position\": 50", "core-team: stages ascend")]
    [InlineData("\"minimumCases\": 5", "\"minimumCases\": -5", "out of its range")]
    [InlineData("\"key\": \"core-team\"", "\"key\": \"gate\"", "is no key")]
    [InlineData(", \"harm\": \"Medium\"", "", "cannot be read")]
    public void A_mistake_is_found_when_it_is_loaded(string right, string wrong, string says)
    {
        var at = Units.IndexOf(right, StringComparison.Ordinal);

        var broken = Units[..at] + wrong + Units[(at + right.Length)..];

        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => UnitTemplates.Read(broken)).Message, StringComparison.Ordinal);
    }

    private static string Line(string unit, Criterion c) =>
        $"{unit} {c.Stage} {c.Kind} {c.Key}: {InWords.Condition(c)}{(c.MinimumCases > 0 ? $", over {c.MinimumCases}" : "")}";

    private static string Beside(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Companion", "Templates", name);
}
