using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.Text;

/// <summary>The names by which code can touch a referenced SDK: its types, its methods, and aliases that hold for all files.</summary>
/// <remarks>
/// A method body without any of these words cannot make, call or catch anything of the SDK, and is never bound. The names are read from the
/// assembly's tables, not from symbols, and kept as long as the reference lives: a keystroke reads none.
/// </remarks>
internal sealed class VendorNames
{
    // These hand on a client that another method made, without naming its type.
    private static readonly string[] Registering = ["AddSingleton", "AddScoped", "AddTransient", "AddKeyedSingleton", "AddKeyedScoped", "AddKeyedTransient"];

    private static readonly ConditionalWeakTable<MetadataReader, Words> Read = new();
    private static readonly ConditionalWeakTable<SyntaxTree, string[]> Aliases = new();
    private static readonly WeakReference<VendorNames?> Last = new(null);

    private readonly object[] _madeOf;

    private VendorNames(object[] madeOf) => _madeOf = madeOf;

    public NameSet Types { get; } = new();
    public NameSet Methods { get; } = new();

    public bool IsEmpty => _madeOf.Length == 0;

    /// <param name="assemblies">Those of services. Of what they share among themselves the types count: an exception is caught by its name, a method is called on a client.</param>
    public static VendorNames Of(Compilation compilation, IEnumerable<(IAssemblySymbol Assembly, bool Shared)> assemblies)
    {
        var parts = assemblies.SelectMany(a => Tables(a.Assembly).Select(t => (Table: t, a.Shared))).ToArray();
        var aliases = parts.Length == 0 ? [] : compilation.SyntaxTrees.SelectMany(t => Aliases.GetValue(t, GlobalAliases)).ToArray();
        var madeOf = parts.SelectMany(p => new[] { p.Table, p.Shared }).Concat(aliases).ToArray();
        if (Last.TryGetTarget(out var last) && last is not null && last._madeOf.SequenceEqual(madeOf))
            return last;

        var names = new VendorNames(madeOf);
        foreach (var (table, shared) in parts)
            names.Take(table is MetadataReader reader ? Read.GetValue(reader, Words.In) : Words.In((IAssemblySymbol)table), shared);
        foreach (var name in aliases)
            names.Types.Add(name);
        foreach (var name in Registering)
            names.Methods.Add(name);
        Last.SetTarget(names);
        return names;
    }

    private void Take(Words words, bool shared)
    {
        foreach (var hash in words.Types)
            Types.AddHash(hash);
        foreach (var hash in shared ? [] : words.Methods)
            Methods.AddHash(hash);
    }

    /// <summary>The tables of an assembly; where it is being compiled beside this one, its symbol instead.</summary>
    private static IEnumerable<object> Tables(IAssemblySymbol assembly) =>
        assembly.GetMetadata() is { } metadata ? metadata.GetModules().Select(m => (object)m.GetMetadataReader()) : [assembly];

    // Global ones stand before all others: one look tells most files apart.
    private static string[] GlobalAliases(SyntaxTree tree) =>
        tree.GetRoot(CancellationToken.None) is CompilationUnitSyntax { Usings: { Count: > 0 } usings } && usings[0].GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)
            ? usings.Where(u => u.Alias is not null && u.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)).Select(u => u.Alias!.Name.Identifier.ValueText).ToArray()
            : [];

    /// <summary>The hashes of one assembly's names.</summary>
    private sealed class Words
    {
        public HashSet<uint> Types { get; } = [];
        public HashSet<uint> Methods { get; } = [];

        public static Words In(MetadataReader reader)
        {
            var words = new Words();
            foreach (var handle in reader.TypeDefinitions)
            {
                var type = reader.GetTypeDefinition(handle);
                if ((type.Attributes & TypeAttributes.VisibilityMask) is not (TypeAttributes.Public or TypeAttributes.NestedPublic))
                    continue;

                words.Types.Add(Hash(reader.GetBlobReader(type.Name)));
                foreach (var member in type.GetMethods())
                {
                    var method = reader.GetMethodDefinition(member);
                    if ((method.Attributes & MethodAttributes.MemberAccessMask) >= MethodAttributes.Family && (method.Attributes & MethodAttributes.SpecialName) == 0)
                        words.Methods.Add(Hash(reader.GetBlobReader(method.Name)));
                }
            }

            return words;
        }

        public static Words In(IAssemblySymbol assembly)
        {
            var words = new Words();
            var open = new Stack<INamespaceOrTypeSymbol>([assembly.GlobalNamespace]);
            while (open.Count > 0)
            {
                foreach (var member in open.Pop().GetMembers())
                {
                    if (member is INamespaceOrTypeSymbol container)
                        open.Push(container);
                    if (member is INamedTypeSymbol)
                        words.Types.Add(Hash(member.Name));
                    else if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary })
                        words.Methods.Add(Hash(member.Name));
                }
            }

            return words;
        }

        /// <summary>Names in the tables are UTF-8, those of types end in their number of parameters; a letter beyond ASCII ends what is looked at, as it does in a file.</summary>
        private static uint Hash(BlobReader name)
        {
            var hash = NameSet.Start;
            while (name.RemainingBytes > 0 && name.ReadByte() is var c && c is > 0 and < 128 and not (byte)'`')
                hash = NameSet.Next(hash, (char)c);
            return hash;
        }

        private static uint Hash(string name)
        {
            var hash = NameSet.Start;
            foreach (var c in name.TakeWhile(c => c < 128))
                hash = NameSet.Next(hash, c);
            return hash;
        }
    }
}
