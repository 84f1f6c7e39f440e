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

    private static readonly string[] SampleWords = ["Sample", "Samples", "Example", "Examples", "Demo", "Demos", "Snippets", "Benchmarks", "Playground", "Playgrounds", "TestSite", "TestApp", "TestApplication", "TestConsole"];

    private readonly AnalyzerConfigOptionsProvider _options;

    public Settings(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        _options = options;
        string Read(string key) =>
            options.GlobalOptions.TryGetValue(key, out var value) ? value
            : compilation.SyntaxTrees.FirstOrDefault() is { } tree && options.GetOptions(tree).TryGetValue(key, out value) ? value : "";

        IsAdapterProject = Is(Read("build_property.DecentralizationAdapter"), "true");
        Infers = !Is(Read("decentralization.adapter_mode"), "annotated");
        AdapterNamespaces = List(Read("decentralization.adapter_namespaces")).Select(n => new NamePattern(n)).ToImmutableArray();
        IgnoredVendors = List(Read("decentralization.ignored_vendors")).ToImmutableArray();
        Generated = Read("decentralization.analyze_generated") is { Length: > 0 } generated ? generated : "razor";

        var name = compilation.AssemblyName ?? "";
        var root = Read("build_property.DecentralizationRoot");
        var folders = Folders(Read("build_property.ProjectDir"), root);
        IsTest = Is(Read("build_property.IsTestProject"), "true")
            || compilation.ReferencedAssemblyNames.Any(r => TestFrameworks.Contains(r.Name))
            || name.Split('.').Any(part => part is "Test" or "Tests" or "Testing" or "UnitTests" or "IntegrationTests" || part.EndsWith("Tests", StringComparison.Ordinal))
            // What stands in a repository's folder of tests serves them; above the repository such a name says nothing.
            || (root.Length > 0 && folders.Any(part => part is "test" or "tests" or "Test" or "Tests"));
        IsInfrastructure = name.Split('.').Any(part => part.EndsWith("AppHost", StringComparison.Ordinal));
        IsSample = Read("build_property.DecentralizationSample") is { Length: > 0 } told
            ? Is(told, "true")
            : name.Split('.').Concat(folders).Any(part => SampleWords.Contains(part, StringComparer.OrdinalIgnoreCase));
    }

    public bool IsAdapterProject { get; }
    public bool Infers { get; }
    public bool IsTest { get; }

    /// <summary>Shows how something is done; its services are the ones it shows.</summary>
    public bool IsSample { get; }

    /// <summary>An application host of the kind that only starts other programs and the services they want.</summary>
    public bool IsInfrastructure { get; }

    /// <summary>Code that others run: the only one whose dependence on a service matters.</summary>
    public bool IsProduct => !IsTest && !IsSample && !IsInfrastructure;

    /// <summary>For the report, so that a project left out is never taken for a clean one.</summary>
    public string Role => IsTest ? "test" : IsSample ? "sample" : IsInfrastructure ? "infrastructure" : "product";

    public ImmutableArray<NamePattern> AdapterNamespaces { get; }
    public ImmutableArray<string> IgnoredVendors { get; }

    /// <summary><c>razor</c> (default), <c>all</c> or <c>none</c>.</summary>
    public string Generated { get; }

    /// <summary>An editorconfig says so for the type's file or folder.</summary>
    public bool MarksFile(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(r =>
        _options.GetOptions(r.SyntaxTree).TryGetValue("decentralization.adapter", out var value) && Is(value, "true"));

    /// <summary>The folders between the root of the repository and the project; where the root is not known, the last five.</summary>
    private static string[] Folders(string project, string root)
    {
        var path = project.Replace('\\', '/').TrimEnd('/');
        root = root.Replace('\\', '/').TrimEnd('/');
        if (root.Length > 0 && path.StartsWith(root, StringComparison.OrdinalIgnoreCase))
            return path.Substring(root.Length).Split('/');

        var parts = path.Split('/');
        return parts.Skip(Math.Max(0, parts.Length - 5)).ToArray();
    }

    private static bool Is(string value, string wanted) => value.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string[] List(string value) =>
        value.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(v => v.Trim()).Where(v => v.Length > 0).ToArray();
}
