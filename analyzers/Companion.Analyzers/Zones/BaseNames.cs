using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.Zones;

/// <summary>Who derives from whom, by written names alone: read once for each file and kept as long as the file stays the same.</summary>
/// <remarks>At a keystroke all other files are the same; binding their base lists anew would cost more than all rules together.</remarks>
internal static class BaseNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<ImmutableArray<(string Type, string Base)>>> Known = new();

    public static ImmutableArray<(string Type, string Base)> Of(SyntaxTree tree) => Known.GetValue(tree, Read).Value;

    private static StrongBox<ImmutableArray<(string Type, string Base)>> Read(SyntaxTree tree)
    {
        var found = ImmutableArray.CreateBuilder<(string, string)>();
        Read(((CompilationUnitSyntax)tree.GetRoot(CancellationToken.None)).Members, found);
        return new(found.ToImmutable());
    }

    /// <summary>Down the declarations alone: a walk over all nodes would take four times as long.</summary>
    private static void Read(SyntaxList<MemberDeclarationSyntax> members, ImmutableArray<(string Type, string Base)>.Builder found)
    {
        foreach (var member in members)
        {
            if (member is BaseNamespaceDeclarationSyntax space)
            {
                Read(space.Members, found);
            }
            else if (member is TypeDeclarationSyntax type)
            {
                if (type.BaseList is { } bases)
                {
                    foreach (var based in bases.Types)
                        found.Add((type.Identifier.ValueText, Simple(based.Type)));
                }

                Read(type.Members, found);
            }
        }
    }

    private static string Simple(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
