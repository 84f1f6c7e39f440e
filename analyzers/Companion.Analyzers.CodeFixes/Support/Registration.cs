using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Companion.Analyzers.CodeFixes.Support;

/// <summary>The lines of a project that fill its service collection.</summary>
internal static class Registration
{
    private static readonly string[] Lifetimes = ["AddSingleton", "AddScoped", "AddTransient"];

    /// <summary>Adds a registration beside the one of a type, with its lifetime; without such a one there is nothing to stand beside.</summary>
    public static async Task<Solution> BesideAsync(Solution solution, ProjectId project, IReadOnlyCollection<string> registered, string port, string adapter, CancellationToken ct)
    {
        foreach (var document in solution.GetProject(project)!.Documents)
        {
            foreach (var (root, call, types, method) in await CallsAsync(document, ct).ConfigureAwait(false))
            {
                if (types.Any(t => registered.Contains(t.ToDisplayString())))
                    return document.WithSyntaxRoot(Add(root, call, $".{method}<{port}, {adapter}>()")).Project.Solution;
            }
        }

        return solution;
    }

    /// <summary>Lets the port lead to an adapter that is registered under its own name, unless the port is registered already.</summary>
    public static async Task<Solution> ForwardAsync(Solution solution, ProjectId project, INamedTypeSymbol adapter, INamedTypeSymbol port, CancellationToken ct)
    {
        var (adapterName, portName) = (adapter.ToDisplayString(), port.ToDisplayString());
        (Document Document, SyntaxNode Root, InvocationExpressionSyntax Call, string Method)? alone = null;
        foreach (var document in solution.GetProject(project)!.Documents)
        {
            foreach (var (root, call, types, method) in await CallsAsync(document, ct).ConfigureAwait(false))
            {
                if (types.Any(t => t.ToDisplayString() == portName))
                    return solution;
                if (types.Any(t => t.ToDisplayString() == adapterName))
                    alone ??= (document, root, call, method);
            }
        }

        return alone is { } found
            ? found.Document.WithSyntaxRoot(Add(found.Root, found.Call, $".{found.Method}<global::{portName}>(provider => provider.GetRequiredService<global::{adapterName}>())")).Project.Solution
            : solution;
    }

    private static async Task<List<(SyntaxNode Root, InvocationExpressionSyntax Call, IReadOnlyList<ITypeSymbol> Types, string Method)>> CallsAsync(Document document, CancellationToken ct)
    {
        var found = new List<(SyntaxNode, InvocationExpressionSyntax, IReadOnlyList<ITypeSymbol>, string)>();
        var root = await document.GetSyntaxRootAsync(ct).ConfigureAwait(false);
        var calls = root?.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(c => c.Expression is MemberAccessExpressionSyntax access && Lifetimes.Contains(access.Name.Identifier.ValueText)).ToList();
        if (calls is null or { Count: 0 } || await document.GetSemanticModelAsync(ct).ConfigureAwait(false) is not { } model)
            return found;

        foreach (var call in calls)
        {
            if (model.GetSymbolInfo(call, ct).Symbol is IMethodSymbol { TypeArguments: { Length: > 0 } types } method && (method.ReceiverType?.Name == "IServiceCollection" || method.ReturnType.Name == "IServiceCollection"))
                found.Add((root!, call, types, method.Name));
        }

        return found;
    }

    /// <summary>Before the call, on the same collection: as a statement of its own where the call is one, else in the chain.</summary>
    private static SyntaxNode Add(SyntaxNode root, InvocationExpressionSyntax call, string added)
    {
        var receiver = ((MemberAccessExpressionSyntax)call.Expression).Expression;
        if (call.Parent is ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement && receiver is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax })
        {
            var own = SyntaxFactory.ParseStatement(receiver.WithoutTrivia() + added + ";").WithTriviaFrom(statement).WithAdditionalAnnotations(Simplifier.Annotation);
            return statement.Parent is GlobalStatementSyntax global
                ? root.InsertNodesBefore(global, [SyntaxFactory.GlobalStatement(own)])
                : root.InsertNodesBefore(statement, [own]);
        }

        var longer = SyntaxFactory.ParseExpression(receiver.WithoutTrivia() + added).WithTriviaFrom(receiver).WithAdditionalAnnotations(Simplifier.Annotation);
        return root.ReplaceNode(receiver, longer.WithAdditionalAnnotations(Formatter.Annotation));
    }
}
