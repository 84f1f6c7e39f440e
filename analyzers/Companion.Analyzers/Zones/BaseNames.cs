using System.Collections.Immutable;
using System.Linq;
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

    private static StrongBox<ImmutableArray<(string Type, string Base)>> Read(SyntaxTree tree) => new(
        tree.GetRoot(CancellationToken.None).DescendantNodes(n => n is not (MemberDeclarationSyntax and not (BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)))
            .OfType<TypeDeclarationSyntax>()
            .Where(t => t.BaseList is not null)
            .SelectMany(t => t.BaseList!.Types.Select(b => (t.Identifier.ValueText, Simple(b.Type))))
            .ToImmutableArray());

    private static string Simple(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
