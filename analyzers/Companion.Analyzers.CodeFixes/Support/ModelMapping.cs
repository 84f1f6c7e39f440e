using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.CodeFixes.Support;

/// <summary>Puts a record in the place of a vendor's model: in the port, and in what implements it, where the values are carried over.</summary>
internal sealed class ModelMapping(INamedTypeSymbol port, INamedTypeSymbol vendorModel, string record, IReadOnlyList<IPropertySymbol> properties)
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private string To => "To" + record.Substring(record.LastIndexOfAny(['.', ':']) + 1);
    private string From => "To" + vendorModel.Name;

    public static string Name(ITypeSymbol type) => type.ToDisplayString(Full);

    /// <summary>The type itself, or what a task of it brings.</summary>
    public static INamedTypeSymbol? Inner(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } inner } ? inner[0] as INamedTypeSymbol : type as INamedTypeSymbol;

    public bool Concerns(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type, port) || (type.TypeKind == TypeKind.Class && type.AllInterfaces.Contains(port, SymbolEqualityComparer.Default));

    public TypeDeclarationSyntax Changed(TypeDeclarationSyntax type, SemanticModel model, CancellationToken ct)
    {
        var symbol = (INamedTypeSymbol)model.GetDeclaredSymbol(type, ct)!;
        var demanded = port.GetMembers().OfType<IMethodSymbol>().Where(m => m.Parameters.Any(p => Is(p.Type)) || Is(Inner(m.ReturnType))).ToList();
        var methods = type.Members.OfType<MethodDeclarationSyntax>()
            .Where(m => model.GetDeclaredSymbol(m, ct) is { } declared && demanded.Any(d => SymbolEqualityComparer.Default.Equals(d, declared) || SymbolEqualityComparer.Default.Equals(symbol.FindImplementationForInterfaceMember(d), declared)))
            .ToList();
        var changed = type.ReplaceNodes(methods, (old, _) => Method(old, model, ct));
        if (type is InterfaceDeclarationSyntax || methods.Count == 0)
            return changed;

        var vendor = Name(vendorModel);
        var helpers = new List<string>();
        if (demanded.Any(d => Is(Inner(d.ReturnType))))
            helpers.Add($"\n    private static {record} {To}({vendor} value) => new({string.Join(", ", properties.Select(p => "value." + p.Name))});\n");
        if (demanded.Any(d => d.Parameters.Any(p => Is(p.Type))))
            helpers.Add($"\n    private static {vendor} {From}({record} value) => new() {{ {string.Join(", ", properties.Select(p => $"{p.Name} = value.{p.Name}"))} }};\n");
        return changed.WithMembers(changed.Members.AddRange(helpers.Select(h => SyntaxFactory.ParseMemberDeclaration(h)!)));
    }

    private bool Is(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, vendorModel);

    private MethodDeclarationSyntax Method(MethodDeclarationSyntax method, SemanticModel model, CancellationToken ct)
    {
        var symbol = model.GetDeclaredSymbol(method, ct)!;
        var edits = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var name in method.ParameterList.DescendantNodes().Concat(method.ReturnType.DescendantNodesAndSelf()).OfType<TypeSyntax>().Where(t => t is NameSyntax && Is(model.GetTypeInfo(t, ct).Type) && t.Parent is not QualifiedNameSyntax))
            edits[name] = SyntaxFactory.ParseTypeName(record).WithTriviaFrom(name);

        var body = (SyntaxNode?)method.Body ?? method.ExpressionBody;
        var taken = symbol.Parameters.Where(p => Is(p.Type)).ToList();
        foreach (var use in body?.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => taken.Any(p => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n, ct).Symbol, p))) ?? [])
        {
            if (use.Parent is not MemberAccessExpressionSyntax { Name: var read } access || access.Expression != use || !properties.Any(p => p.Name == read.Identifier.ValueText))
                edits[use] = SyntaxFactory.ParseExpression($"{From}({use.Identifier.ValueText})").WithTriviaFrom(use);
        }

        var returned = body is null || !Is(Inner(symbol.ReturnType)) ? [] : Returned(method).ToList();
        var awaits = !symbol.IsAsync && !Is(symbol.ReturnType) && returned.Count > 0;
        var nullable = Inner(symbol.ReturnType)!.NullableAnnotation == NullableAnnotation.Annotated;
        var changed = method.ReplaceNodes(edits.Keys.Concat(returned), (old, now) => edits.TryGetValue(old, out var edit) ? edit : Mapped((ExpressionSyntax)now, awaits, nullable));
        return awaits ? changed.WithModifiers(changed.Modifiers.Add(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space))) : changed;
    }

    private ExpressionSyntax Mapped(ExpressionSyntax value, bool awaits, bool nullable)
    {
        var text = (awaits ? "await " : "") + value.WithoutTrivia();
        return SyntaxFactory.ParseExpression(nullable ? $"{text} is {{ }} found ? {To}(found) : null" : $"{To}({text})").WithTriviaFrom(value);
    }

    private static IEnumerable<ExpressionSyntax> Returned(MethodDeclarationSyntax method) =>
        method.ExpressionBody is { } arrow
            ? [arrow.Expression]
            : method.Body!.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().Select(r => r.Expression).OfType<ExpressionSyntax>();
}
