using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Companion.Analyzers.CodeFixes.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.CodeFixes;

/// <summary>PD4003: the type asks for the port; where the adapter was registered under its own name only, the port now leads to it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AskForPortFix))]
public sealed class AskForPortFix : SafeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ConcreteAdapter);

    protected override string Title(Diagnostic diagnostic) => $"Ask for the port '{diagnostic.Properties["port"]}'";

    protected override async Task<Solution?> ChangeAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken ct)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || await document.GetSemanticModelAsync(ct).ConfigureAwait(false) is not { } model
            || Asked(node, model, ct) is not { } adapter || adapter.AllInterfaces.FirstOrDefault(i => i.Name == diagnostic.Properties["port"]) is not { } port)
            return null;

        if (node.FirstAncestorOrSelf<GenericNameSyntax>() is { Parent: MemberAccessExpressionSyntax })
            return await Registration.ForwardAsync(document.Project.Solution, document.Project.Id, adapter, port, ct).ConfigureAwait(false);

        // Everything the type declares with the adapter's name, except what it makes itself.
        var names = type.DescendantNodes().OfType<TypeSyntax>()
            .Where(t => t.Parent is ParameterSyntax { Parent.Parent: TypeDeclarationSyntax or ConstructorDeclarationSyntax } or PropertyDeclarationSyntax or VariableDeclarationSyntax { Parent: FieldDeclarationSyntax } or NullableTypeSyntax)
            .Where(t => t is not NullableTypeSyntax && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(t, ct).Type?.OriginalDefinition, adapter))
            .ToList();
        var root = (await document.GetSyntaxRootAsync(ct).ConfigureAwait(false))!;
        var named = SyntaxFactory.ParseTypeName(port.ToMinimalDisplayString(model, node.SpanStart));
        var solution = document.WithSyntaxRoot(root.ReplaceNodes(names, (old, _) => named.WithTriviaFrom(old))).Project.Solution;
        return await Registration.ForwardAsync(solution, document.Project.Id, adapter, port, ct).ConfigureAwait(false);
    }

    private static INamedTypeSymbol? Asked(SyntaxNode node, SemanticModel model, CancellationToken ct)
    {
        if (node.FirstAncestorOrSelf<GenericNameSyntax>() is { Parent: MemberAccessExpressionSyntax, TypeArgumentList.Arguments: { Count: 1 } registered })
            return model.GetTypeInfo(registered[0], ct).Type as INamedTypeSymbol;

        var declaration = node.AncestorsAndSelf().FirstOrDefault(n => n is ParameterSyntax or PropertyDeclarationSyntax or VariableDeclaratorSyntax);
        return (declaration is null ? null : model.GetDeclaredSymbol(declaration, ct)) switch
        {
            IParameterSymbol parameter => parameter.Type as INamedTypeSymbol,
            IPropertySymbol property => property.Type as INamedTypeSymbol,
            IFieldSymbol field => field.Type as INamedTypeSymbol,
            _ => null,
        };
    }
}
