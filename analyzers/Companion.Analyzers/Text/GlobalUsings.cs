using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.Text;

/// <summary>What one file opens for all others.</summary>
internal sealed class GlobalUsings
{
    private static readonly GlobalUsings None = new([]);

    private GlobalUsings(IReadOnlyList<UsingDirectiveSyntax> directives)
    {
        Aliases = directives.Where(u => u.Alias is not null).Select(u => u.Alias!.Name.Identifier.ValueText).ToArray();
        Words = directives.SelectMany(u => u.DescendantTokens()).Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText).ToArray();
    }

    public string[] Aliases { get; }
    public string[] Words { get; }

    public bool IsEmpty => Words.Length == 0;

    /// <summary>Global ones stand before all others: one look tells most files apart.</summary>
    public static GlobalUsings In(SyntaxTree tree) =>
        tree.GetRoot(CancellationToken.None) is CompilationUnitSyntax { Usings: { Count: > 0 } usings } && IsGlobal(usings[0]) ? new GlobalUsings(usings.Where(IsGlobal).ToArray()) : None;

    private static bool IsGlobal(UsingDirectiveSyntax directive) => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword);
}
