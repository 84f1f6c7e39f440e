using System;
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>Which assemblies are part of the solution: the compilation itself, what shares its name's root, and what a project of one's own put out.</summary>
internal sealed class OwnAssemblies(Compilation compilation)
{
    // These first words are shared by thousands of strangers; the second tells who it is.
    private static readonly string[] SharedRoots = ["Microsoft", "System", "Azure", "Amazon", "AWS", "Google"];

    private static readonly string[] Frameworks =
        ["System", "Microsoft.Extensions", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.CSharp", "Microsoft.VisualBasic", "Microsoft.Win32", "Microsoft.JSInterop", "Microsoft.Net", "mscorlib", "netstandard", "WindowsBase"];

    private readonly ConcurrentDictionary<IAssemblySymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public bool Contains(IAssemblySymbol? assembly) => assembly is not null && _known.GetOrAdd(assembly, Decide);

    public static string Root(string name)
    {
        var dot = name.IndexOf('.');
        if (dot < 0)
            return name;

        var first = name.Substring(0, dot);
        var second = name.IndexOf('.', dot + 1);
        return Array.IndexOf(SharedRoots, first) < 0 ? first : second < 0 ? name : name.Substring(0, second);
    }

    /// <summary>A name without the root that a whole family shares: in <c>Microsoft.Azure.Shop.Orders</c> everything is called Azure, so the word tells nothing there.</summary>
    public static string WithoutSharedRoot(string name, string assembly)
    {
        var root = Root(assembly);
        return root.IndexOf('.') > 0 && (name + ".").StartsWith(root + ".", StringComparison.Ordinal) ? name.Substring(Math.Min(name.Length, root.Length + 1)) : name;
    }

    public static bool IsFramework(string name)
    {
        foreach (var framework in Frameworks)
        {
            if (name.StartsWith(framework, StringComparison.Ordinal) && (name.Length == framework.Length || name[framework.Length] == '.'))
                return true;
        }

        return false;
    }

    private bool Decide(IAssemblySymbol assembly)
    {
        if (SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly) || Root(assembly.Name) == Root(compilation.AssemblyName ?? ""))
            return true;

        return !IsFramework(assembly.Name) && compilation.GetMetadataReference(assembly) switch
        {
            CompilationReference => true,
            // A project's output lies in its own folders; a package in a folder of packages. An image without a path was made by the host.
            PortableExecutableReference reference => reference.FilePath is not { Length: > 0 } path || path.Replace('\\', '/') is var place && (place.Contains("/obj/") || place.Contains("/bin/")),
            _ => false,
        };
    }
}
