using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.CodeFixes.Support;

/// <summary>A method of an adapter that is one call of its client: the call, with the method's parameters as holes.</summary>
internal sealed class Pattern(INamedTypeSymbol port, IMethodSymbol method, InvocationExpressionSyntax call)
{
    public INamedTypeSymbol Port { get; } = port;

    /// <summary>The call of the port that says the same, or null.</summary>
    public string? Match(InvocationExpressionSyntax use, string portName)
    {
        var holes = new Dictionary<string, string>();
        var (wanted, given) = ((MemberAccessExpressionSyntax)call.Expression, (MemberAccessExpressionSyntax)use.Expression);
        if (wanted.Name.ToString() != given.Name.ToString() || !Fits(call.ArgumentList, use.ArgumentList, holes))
            return null;

        var arguments = method.Parameters.TakeWhile(p => holes.ContainsKey(p.Name)).ToList();
        return method.Parameters.Skip(arguments.Count).All(p => p.IsOptional && !holes.ContainsKey(p.Name))
            ? $"{portName}.{method.Name}({string.Join(", ", arguments.Select(p => holes[p.Name]))})"
            : null;
    }

    private bool Fits(SyntaxNode wanted, SyntaxNode given, Dictionary<string, string> holes)
    {
        if (wanted is IdentifierNameSyntax hole && method.Parameters.Any(p => p.Name == hole.Identifier.ValueText))
        {
            var text = given.WithoutTrivia().ToString();
            if (holes.TryGetValue(hole.Identifier.ValueText, out var before))
                return before == text;

            holes[hole.Identifier.ValueText] = text;
            return true;
        }

        var (children, others) = (wanted.ChildNodesAndTokens(), given.ChildNodesAndTokens());
        return wanted.RawKind == given.RawKind && children.Count == others.Count && Enumerable.Range(0, children.Count).All(i =>
            children[i].AsNode() is { } node ? others[i].AsNode() is { } other && Fits(node, other, holes) : others[i].IsToken && children[i].AsToken().Text == others[i].AsToken().Text);
    }
}

internal static class Patterns
{
    /// <summary>From all adapters of the compilation but the type itself.</summary>
    public static IEnumerable<Pattern> In(Compilation compilation, INamedTypeSymbol except, CancellationToken ct)
    {
        foreach (var adapter in Types.AllIn(compilation.Assembly.GlobalNamespace).Where(t => t.TypeKind == TypeKind.Class && !SymbolEqualityComparer.Default.Equals(t, except)))
        {
            if (!adapter.GetMembers().Any(m => m is IFieldSymbol field && Types.IsClient(field.Type) || m is IMethodSymbol { MethodKind: MethodKind.Constructor } made && made.Parameters.Any(p => Types.IsClient(p.Type))))
                continue;

            foreach (var port in adapter.Interfaces.Where(i => i.DeclaringSyntaxReferences.Length > 0))
            {
                foreach (var member in port.GetMembers().OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Ordinary && !m.IsGenericMethod && !Types.IsVendor(m.ReturnType)))
                {
                    if (adapter.FindImplementationForInterfaceMember(member) is IMethodSymbol method && Call(method, compilation, ct) is { } call)
                        yield return new Pattern(port, method, call);
                }
            }
        }
    }

    private static InvocationExpressionSyntax? Call(IMethodSymbol method, Compilation compilation, CancellationToken ct)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(ct) is not MethodDeclarationSyntax syntax)
            return null;

        var only = syntax.ExpressionBody?.Expression ?? (syntax.Body?.Statements is { Count: 1 } one ? one[0] switch
        {
            ReturnStatementSyntax returned => returned.Expression,
            ExpressionStatementSyntax statement => statement.Expression,
            _ => null,
        } : null);
        if (only is AwaitExpressionSyntax awaited)
            only = awaited.Expression;
        if (only is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } configured })
            only = configured.Expression;

        return only is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
            && Types.IsClient(compilation.GetSemanticModel(syntax.SyntaxTree).GetTypeInfo(access.Expression, ct).Type) ? call : null;
    }
}
