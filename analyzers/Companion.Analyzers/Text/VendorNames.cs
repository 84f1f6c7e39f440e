using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Text;

/// <summary>The names by which code can touch a referenced SDK: its types, its methods, and aliases that hold for all files.</summary>
/// <remarks>
/// A method body without any of these words cannot make, call or catch anything of the SDK, and is never bound. The names are read from the
/// assembly's tables, not from symbols, and kept as long as the reference lives: a keystroke reads none.
/// </remarks>
internal sealed class VendorNames
{
    private static readonly ConditionalWeakTable<MetadataReader, SdkNames> Read = new();
    private static readonly ConditionalWeakTable<SyntaxTree, GlobalUsings> Usings = new();
    private static readonly WeakReference<VendorNames?> Last = new(null);

    private readonly object[] _madeOf;

    private VendorNames(object[] madeOf) => _madeOf = madeOf;

    /// <summary>Types that count in a file that speaks one of the <see cref="Gates"/>, or everywhere when a global using does.</summary>
    public NameSet Types { get; } = new();

    /// <summary>Types, aliases among them, that count in every file.</summary>
    public NameSet Free { get; } = new();

    public NameSet Methods { get; } = new();

    /// <summary>One word of each namespace: whoever names a type of it has that word in the same file, in a using or in the full name.</summary>
    public NameSet Gates { get; } = new();

    public bool IsOpen { get; private set; }

    public bool IsEmpty => _madeOf.Length == 0;

    /// <param name="assemblies">Those of services. Of what they share among themselves the types count: an exception is caught by its name, a method is called on a client.</param>
    public static VendorNames Of(Compilation compilation, IEnumerable<(IAssemblySymbol Assembly, bool Shared)> assemblies)
    {
        var parts = assemblies.SelectMany(a => Tables(a.Assembly).Select(t => (Table: t, a.Shared))).ToArray();
        var usings = parts.Length == 0 ? [] : compilation.SyntaxTrees.Select(t => Usings.GetValue(t, GlobalUsings.In)).Where(u => !u.IsEmpty).ToArray();
        var madeOf = parts.SelectMany(p => new[] { p.Table, p.Shared }).Concat(usings).ToArray();
        if (Last.TryGetTarget(out var last) && last is not null && last._madeOf.SequenceEqual(madeOf))
            return last;

        var names = new VendorNames(madeOf);
        foreach (var (table, shared) in parts)
            (table is MetadataReader reader ? Read.GetValue(reader, SdkNames.In) : SdkNames.In((IAssemblySymbol)table)).AddTo(names, shared);
        foreach (var name in usings.SelectMany(u => u.Aliases))
            names.Free.Add(name);
        names.IsOpen = usings.SelectMany(u => u.Words).Any(w => names.Gates.Has(w));
        Last.SetTarget(names);
        return names;
    }

    /// <summary>The tables of an assembly; where it is being compiled beside this one, its symbol instead.</summary>
    private static IEnumerable<object> Tables(IAssemblySymbol assembly) =>
        assembly.GetMetadata() is { } metadata ? metadata.GetModules().Select(m => (object)m.GetMetadataReader()) : [assembly];
}
