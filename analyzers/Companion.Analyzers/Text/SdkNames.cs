using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Text;

/// <summary>The names of one SDK's public types and methods, as hashes.</summary>
internal sealed class SdkNames
{
    // Whoever calls only these on an SDK's object says nothing about the SDK, and half of all code calls them on something.
    private static readonly HashSet<string> Ordinary = new(StringComparer.Ordinal)
    {
        "Add", "Clear", "Clone", "CompareTo", "Contains", "ContainsKey", "CopyTo", "Dispose", "DisposeAsync", "Equals", "GetEnumerator", "GetHashCode", "GetType", "Remove", "ToString", "TryGetValue",
    };

    // Thousands of strangers share these first words: another word of the namespace tells more.
    private static readonly string[] SharedRoots = ["Microsoft", "System", "Google"];

    private readonly HashSet<uint> _gates = [];
    private readonly HashSet<uint> _types = [];
    private readonly HashSet<uint> _free = [];
    private readonly HashSet<uint> _methods = [];

    public static bool IsOrdinary(string method) => Ordinary.Contains(method);

    public void AddTo(VendorNames names, bool shared)
    {
        names.Gates.AddAll(_gates);
        names.Types.AddAll(_types);
        names.Free.AddAll(_free);
        if (!shared)
            names.Methods.AddAll(_methods);
    }

    public static SdkNames In(MetadataReader reader)
    {
        var names = new SdkNames();
        var spaces = new Dictionary<NamespaceDefinitionHandle, (bool Opens, bool IsInternal)>();
        var known = new HashSet<StringHandle>();
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public)
                continue;

            // Extension holders in a framework's namespaces are never named, and what a vendor calls internal is for its own code.
            if (!spaces.TryGetValue(type.NamespaceDefinition, out var space))
                spaces[type.NamespaceDefinition] = space = reader.GetString(type.Namespace) is var whole ? (names.Opens(whole), whole.Split('.').Contains("Internal")) : default;
            if (space.IsInternal)
                continue;
            if (space.Opens)
                names._types.Add(NameSet.Hash(Bare(reader.GetString(type.Name))));
            if (type.Namespace.IsNil)
                names._free.Add(NameSet.Hash(Bare(reader.GetString(type.Name))));

            foreach (var member in type.GetMethods())
            {
                // What overrides is known where it was first declared.
                var method = reader.GetMethodDefinition(member);
                if ((method.Attributes & (MethodAttributes.MemberAccessMask | MethodAttributes.SpecialName)) == MethodAttributes.Public
                    && (method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot)) != MethodAttributes.Virtual
                    && known.Add(method.Name) && reader.GetString(method.Name) is var name && !Ordinary.Contains(name))
                    names._methods.Add(NameSet.Hash(name));
            }
        }

        return names;
    }

    /// <summary>An assembly that is compiled beside this one has no tables yet.</summary>
    public static SdkNames In(IAssemblySymbol assembly)
    {
        var names = new SdkNames();
        var open = new Stack<INamespaceOrTypeSymbol>([assembly.GlobalNamespace]);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol container)
                    open.Push(container);
                if (member is INamedTypeSymbol)
                    names._free.Add(NameSet.Hash(member.Name));
                else if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } && !Ordinary.Contains(member.Name))
                    names._methods.Add(NameSet.Hash(member.Name));
            }
        }

        return names;
    }

    private bool Opens(string space)
    {
        var words = space.Split('.');
        var isShared = Array.IndexOf(SharedRoots, words[0]) >= 0;
        if (space.Length == 0 || (isShared && words.Length > 1 && words[1] is "Extensions" or "AspNetCore"))
            return false;

        _gates.Add(NameSet.Hash(isShared && words.Length > 1 ? words.Skip(1).OrderByDescending(w => w.Length).First() : words[0]));
        return true;
    }

    private static string Bare(string name) => name.IndexOf('`') is var mark and >= 0 ? name.Substring(0, mark) : name;
}
