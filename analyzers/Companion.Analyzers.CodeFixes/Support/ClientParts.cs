using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.CodeFixes.Support;

/// <summary>Takes a client out of a class once nothing calls it any more.</summary>
internal static class ClientParts
{
    /// <summary>The class with its uses replaced and the client's fields, parameters, locals and assignments gone; null where something else still needs it.</summary>
    public static ClassDeclarationSyntax? Without(ClassDeclarationSyntax type, IReadOnlyDictionary<InvocationExpressionSyntax, string> calls, SemanticModel model, CancellationToken ct)
    {
        bool IsClient(TypeSyntax? syntax) => syntax is not null && Types.IsClient(model.GetTypeInfo(syntax is NullableTypeSyntax nullable ? nullable.ElementType : syntax, ct).Type);

        var declared = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var gone = new List<SyntaxNode>();
        foreach (var node in type.DescendantNodes())
        {
            var parts = node switch
            {
                FieldDeclarationSyntax { Declaration: { Variables.Count: 1 } d } when IsClient(d.Type) => d.Variables[0],
                LocalDeclarationStatementSyntax { Declaration: { Variables.Count: 1 } d } when IsClient(d.Type) => d.Variables[0],
                PropertyDeclarationSyntax property when IsClient(property.Type) => (SyntaxNode)property,
                ParameterSyntax { Parent.Parent: ClassDeclarationSyntax or ConstructorDeclarationSyntax } parameter when IsClient(parameter.Type) => parameter,
                _ => null,
            };
            if (parts is null || model.GetDeclaredSymbol(parts, ct) is not { } symbol)
                continue;

            declared.Add(symbol);
            gone.Add(node);
        }

        foreach (var name in type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => model.GetSymbolInfo(n, ct).Symbol is { } s && declared.Contains(s)))
        {
            if (name.Ancestors().Any(a => a is InvocationExpressionSyntax use && calls.ContainsKey(use) && ((MemberAccessExpressionSyntax)use.Expression).Expression.Span.Contains(name.Span)) || gone.Any(g => g.Span.Contains(name.Span)))
                continue;

            // "_client = client;" in a constructor goes with both.
            var assignment = name.FirstAncestorOrSelf<AssignmentExpressionSyntax>();
            if (assignment?.Parent is not ExpressionStatementSyntax statement || !IsOnlyClient(assignment.Left, declared, model, ct))
                return null;
            gone.Add(statement);
        }

        var changed = type.ReplaceNodes(calls.Keys.Cast<SyntaxNode>().Concat(gone).Distinct().Where(n => !gone.Any(g => g != n && g.Span.Contains(n.Span))),
            (old, _) => old is InvocationExpressionSyntax use && calls.TryGetValue(use, out var call)
                ? SyntaxFactory.ParseExpression(call).WithTriviaFrom(use)
                : old.WithAdditionalAnnotations(Gone));
        return (ClassDeclarationSyntax?)changed.RemoveNodes(changed.GetAnnotatedNodes(Gone), SyntaxRemoveOptions.KeepNoTrivia);
    }

    private static readonly SyntaxAnnotation Gone = new();

    private static bool IsOnlyClient(ExpressionSyntax left, HashSet<ISymbol> declared, SemanticModel model, CancellationToken ct) => model.GetSymbolInfo(left, ct).Symbol is { } symbol && declared.Contains(symbol);
}
