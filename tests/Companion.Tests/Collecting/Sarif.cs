using System.Text.Json;
using System.Text.Json.Nodes;

namespace Companion.Tests.Collecting;

/// <summary>A report in the shape the C# compiler writes.</summary>
internal sealed class Sarif(string project)
{
    private static readonly string[] Rules = ["PD1001", "PD1002", "PD1003", "PD2001", "PD2002", "PD2003", "PD2004", "PD3001", "PD3002", "PD3003", "PD4001", "PD4002", "PD4003", "PD9001", "PD9002", "PD9003"];

    private readonly List<JsonObject> _results = [];
    private readonly List<string> _paths = [];
    private readonly List<string> _off = [];
    private readonly List<string> _silenced = ["PD2004"];

    public bool IsAnalysed { get; init; } = true;

    public bool HasSummary { get; init; } = true;

    public bool Succeeded { get; init; } = true;

    public Sarif Finding(string rule, string vendor, string capability, string type, string level = "warning", string? waived = null)
    {
        var result = new JsonObject
        {
            ["ruleId"] = rule,
            ["level"] = level,
            ["message"] = new JsonObject { ["text"] = $"'{type}' uses {vendor}." },
            ["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = $"file:///src/{project}/{type}.cs" }, ["region"] = new JsonObject { ["startLine"] = 7 } } }),
            ["properties"] = new JsonObject { ["customProperties"] = new JsonObject { ["vendor"] = vendor, ["capability"] = capability, ["fingerprint"] = $"{rule}|{vendor}|T:{project}.{type}|Client" } },
        };
        if (waived is not null)
            result["suppressions"] = new JsonArray(new JsonObject { ["kind"] = waived });
        _results.Add(result);
        return this;
    }

    public Sarif Path(string vendor, string capability, string port, string adapters, string implementations)
    {
        _paths.Add($"{vendor}|{capability}|{port}|{adapters}|{implementations}");
        return this;
    }

    /// <summary>severity = none for all of the code.</summary>
    public Sarif SwitchOff(string rule)
    {
        _off.Add(rule);
        return Silence(rule);
    }

    /// <summary>severity = none for some of the code.</summary>
    public Sarif Silence(string rule)
    {
        _silenced.Add(rule);
        return this;
    }

    public override string ToString() => new JsonObject
    {
        ["$schema"] = "http://json.schemastore.org/sarif-2.1.0",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["results"] = new JsonArray([.. _results, .. HasSummary && IsAnalysed ? [Summary()] : Array.Empty<JsonNode>()]),
            ["tool"] = new JsonObject { ["driver"] = new JsonObject { ["name"] = "Microsoft (R) Visual C# Compiler", ["rules"] = new JsonArray([.. IsAnalysed ? Rules.Select(Rule) : []]) } },
            ["invocations"] = new JsonArray(new JsonObject
            {
                ["executionSuccessful"] = Succeeded,
                ["ruleConfigurationOverrides"] = new JsonArray([.. _off.Select(o => new JsonObject { ["descriptor"] = new JsonObject { ["id"] = o }, ["configuration"] = new JsonObject { ["enabled"] = false } })]),
            }),
        }),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    private JsonObject Summary() => new()
    {
        ["ruleId"] = "PD9001",
        ["level"] = "note",
        ["message"] = new JsonObject { ["text"] = $"{project}: some findings" },
        ["properties"] = new JsonObject { ["customProperties"] = new JsonObject { ["assembly"] = project, ["paths"] = string.Join('\n', _paths) } },
    };

    private JsonObject Rule(string id)
    {
        var rule = new JsonObject { ["id"] = id, ["properties"] = new JsonObject { ["category"] = "Decentralization" } };
        if (id == "PD2004")
            rule["defaultConfiguration"] = new JsonObject { ["enabled"] = false };
        if (_silenced.Contains(id))
            rule["properties"]!["suppressionKinds"] = new JsonArray("external");
        return rule;
    }
}
