using System;
using System.Collections.Immutable;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Zones;

/// <summary>What a project says about itself: build properties and the global part of its editorconfig.</summary>
internal sealed class Settings
{
    private static readonly string[] TestFrameworks = ["xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "TUnit.Core"];

    public Settings(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        string Read(string key) =>
            options.GlobalOptions.TryGetValue(key, out var value) ? value
            : compilation.SyntaxTrees.FirstOrDefault() is { } tree && options.GetOptions(tree).TryGetValue(key, out value) ? value : "";

        IsAdapterProject = Is(Read("build_property.DecentralizationAdapter"), "true");
        Infers = !Is(Read("decentralization.adapter_mode"), "annotated");
        AdapterNamespaces = List(Read("decentralization.adapter_namespaces")).Select(n => new NamePattern(n)).ToImmutableArray();
        IgnoredVendors = List(Read("decentralization.ignored_vendors")).ToImmutableArray();
        Generated = Read("decentralization.analyze_generated") is { Length: > 0 } generated ? generated : "razor";

        var name = compilation.AssemblyName ?? "";
        IsTest = Is(Read("build_property.IsTestProject"), "true")
            || compilation.ReferencedAssemblyNames.Any(r => TestFrameworks.Contains(r.Name))
            || name.Split('.').Any(part => part is "Test" or "Tests" or "Testing" or "UnitTests" or "IntegrationTests" || part.EndsWith("Tests", StringComparison.Ordinal));
        IsSample = name.Split('.').Any(part => part is "Sample" or "Samples" or "Example" or "Examples" or "Demo" or "Benchmarks");
    }

    public bool IsAdapterProject { get; }
    public bool Infers { get; }
    public bool IsTest { get; }
    public bool IsSample { get; }
    public ImmutableArray<NamePattern> AdapterNamespaces { get; }
    public ImmutableArray<string> IgnoredVendors { get; }

    /// <summary><c>razor</c> (default), <c>all</c> or <c>none</c>.</summary>
    public string Generated { get; }

    private static bool Is(string value, string wanted) => value.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string[] List(string value) =>
        value.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(v => v.Trim()).Where(v => v.Length > 0).ToArray();
}
