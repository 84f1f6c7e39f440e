using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Companion.Analyzers.CodeFixes.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.CodeFixes;

/// <summary>What moves from a class into its new adapter, and the three texts that come of it.</summary>
internal sealed class Extraction
{
    private readonly ClassDeclarationSyntax _type;
    private readonly FieldDeclarationSyntax _client;
    private readonly IReadOnlyList<MethodDeclarationSyntax> _methods;
    private readonly ExpressionSyntax? _injected;
    private readonly string _usings;
    private readonly string _space;

    private Extraction(ClassDeclarationSyntax type, FieldDeclarationSyntax client, IReadOnlyList<MethodDeclarationSyntax> methods, ExpressionSyntax? injected, string portName, string space, string clientName)
    {
        (_type, _client, _methods, _injected, PortName, _space, ClientName) = (type, client, methods, injected, portName, space, clientName);
        var usings = type.SyntaxTree.GetRoot().DescendantNodes().OfType<UsingDirectiveSyntax>().Select(u => u.WithoutTrivia().NormalizeWhitespace().ToFullString()).Distinct();
        _usings = string.Join("\n", usings) + "\n\n";
        AdapterName = ClientType.TrimStart('I') + portName.Substring(1);
    }

    public string PortName { get; }
    public string AdapterName { get; }

    /// <summary>The client's type with its namespace: where it is registered, the adapter is too.</summary>
    public string ClientName { get; }

    private string ClientType => _client.Declaration.Type is QualifiedNameSyntax qualified ? qualified.Right.ToString() : _client.Declaration.Type.ToString().TrimEnd('?');
    private string ClientField => _client.Declaration.Variables[0].Identifier.ValueText;
    private string PortField => "_" + char.ToLowerInvariant(PortName[1]) + PortName.Substring(2);

    /// <summary>A plan, or null where the client is not one field used by methods that could stand alone.</summary>
    public static Extraction? Plan(ClassDeclarationSyntax type, SemanticModel model, string portName, CancellationToken ct)
    {
        if (type.TypeParameterList is not null || type.Modifiers.Any(SyntaxKind.PartialKeyword) || model.GetDeclaredSymbol(type, ct) is not { ContainingType: null } symbol)
            return null;

        var clients = type.Members.OfType<FieldDeclarationSyntax>()
            .Where(f => f.Declaration.Variables.Count == 1 && Types.IsClient(model.GetTypeInfo(f.Declaration.Type, ct).Type))
            .ToList();
        if (clients.Count != 1 || model.GetDeclaredSymbol(clients[0].Declaration.Variables[0], ct) is not { IsStatic: false } field)
            return null;

        var uses = type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n, ct).Symbol, field)).ToList();
        var methods = uses.Select(u => u.FirstAncestorOrSelf<MethodDeclarationSyntax>()).Where(m => m is not null).Distinct().ToList();
        if (methods.Count == 0 || methods.Any(m => !StandsAlone(m!, field, model, ct)))
            return null;

        var outside = uses.Where(u => u.FirstAncestorOrSelf<MethodDeclarationSyntax>() is null).ToList();
        var injected = Injected(outside);
        if (outside.Count > 1 || (outside.Count == 1 && injected is null) || (injected is null && clients[0].Declaration.Variables[0].Initializer is null))
            return null;

        var space = symbol.ContainingNamespace.IsGlobalNamespace ? "" : symbol.ContainingNamespace.ToDisplayString();
        return new Extraction(type, clients[0], methods!, injected, portName, space, field is IFieldSymbol { Type: { } held } ? held.ToDisplayString() : "");
    }

    public string Port()
    {
        var members = _methods.Select(m => "    " + Signature(m) + ";\n");
        return $"{_usings}{Space()}/// <summary>What {_type.Identifier.ValueText} needs, in its own words; any service may answer it.</summary>\npublic interface {PortName}\n{{\n{string.Join("\n", members)}}}\n";
    }

    public string Adapter()
    {
        var initializer = _client.Declaration.Variables[0].Initializer;
        var clientType = _client.Declaration.Type.ToString();
        var creates = initializer is not null || _injected is ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax;
        var made = initializer is not null ? " " + initializer : creates ? " = " + _injected : "";
        var constructor = creates ? "" : $"\n    public {AdapterName}({clientType} client) => {ClientField} = client;\n";
        var methods = _methods.Select(m => "\n    " + WithPublic(m).WithoutTrivia().ToString() + "\n");
        return $"{_usings}{Space()}/// <summary>The only place that knows the SDK.</summary>\npublic sealed class {AdapterName} : {PortName}\n{{\n    private readonly {clientType} {ClientField}{made};\n{constructor}{string.Concat(methods)}}}\n";
    }

    /// <summary>The class with its methods forwarding to the port.</summary>
    public ClassDeclarationSyntax Rest()
    {
        var field = SyntaxFactory.ParseMemberDeclaration($"private readonly {PortName} {PortField};")!.WithTriviaFrom(_client);
        var rest = _type.ReplaceNodes(_methods.Cast<SyntaxNode>().Append(_client), (old, _) => old is MethodDeclarationSyntax method ? Forward(method) : field);
        var constructors = rest.Members.OfType<ConstructorDeclarationSyntax>().ToList();
        if (constructors.Count == 0)
        {
            var made = SyntaxFactory.ParseMemberDeclaration($"\n    public {rest.Identifier.ValueText}({PortName} {PortField.TrimStart('_')}) => {PortField} = {PortField.TrimStart('_')};\n")!;
            var at = rest.Members.TakeWhile(m => m is FieldDeclarationSyntax).Count();
            return rest.WithMembers(rest.Members.Insert(at, made));
        }

        return rest.ReplaceNodes(constructors, (old, _) => Rewired(old));
    }

    private ConstructorDeclarationSyntax Rewired(ConstructorDeclarationSyntax constructor)
    {
        var name = PortField.TrimStart('_');
        var parameter = _injected is IdentifierNameSyntax injected ? constructor.ParameterList.Parameters.FirstOrDefault(p => p.Identifier.ValueText == injected.Identifier.ValueText) : null;
        var added = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(SyntaxFactory.ParseTypeName(PortName + " "));
        var parameters = parameter is null
            ? constructor.ParameterList.AddParameters(added)
            : constructor.ParameterList.ReplaceNode(parameter, added.WithTriviaFrom(parameter));
        var assignment = constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().FirstOrDefault(a => a.Left is IdentifierNameSyntax left && left.Identifier.ValueText == ClientField);
        var ours = SyntaxFactory.ParseExpression($"{PortField} = {name}");
        if (assignment is not null)
            return constructor.ReplaceNode(assignment, ours.WithTriviaFrom(assignment)).WithParameterList(parameters);

        return constructor.Body is { } body
            ? constructor.WithParameterList(parameters).WithBody(body.AddStatements(SyntaxFactory.ParseStatement($"        {PortField} = {name};\n")))
            : constructor;
    }

    private MethodDeclarationSyntax Forward(MethodDeclarationSyntax method)
    {
        var arguments = string.Join(", ", method.ParameterList.Parameters.Select(p => p.Identifier.ValueText));
        var async = method.Modifiers.IndexOf(SyntaxKind.AsyncKeyword);
        return method
            .WithModifiers(async < 0 ? method.Modifiers : method.Modifiers.RemoveAt(async))
            .WithBody(null)
            .WithExpressionBody(SyntaxFactory.ArrowExpressionClause(SyntaxFactory.ParseExpression($" {PortField}.{method.Identifier.ValueText}({arguments})")))
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            .WithParameterList(method.ParameterList.WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(method.GetTrailingTrivia());
    }

    /// <summary>A method that touches nothing of its class but the client, and whose signature is free of the SDK.</summary>
    private static bool StandsAlone(MethodDeclarationSyntax method, ISymbol client, SemanticModel model, CancellationToken ct)
    {
        if (model.GetDeclaredSymbol(method, ct) is not { IsStatic: false, IsVirtual: false, IsOverride: false, IsGenericMethod: false } symbol
            || symbol.Parameters.Any(p => p.RefKind != RefKind.None || Types.IsVendor(p.Type)) || Types.IsVendor(symbol.ReturnType))
            return false;

        return method.DescendantNodes().All(n => n is not (ThisExpressionSyntax or BaseExpressionSyntax)
            && (n is not IdentifierNameSyntax name || model.GetSymbolInfo(name, ct).Symbol is not { } used
                || used is INamespaceOrTypeSymbol or ILocalSymbol or IParameterSymbol
                || SymbolEqualityComparer.Default.Equals(used, client)
                || !SymbolEqualityComparer.Default.Equals(used.ContainingType, client.ContainingType)));
    }

    private static ExpressionSyntax? Injected(List<IdentifierNameSyntax> outside) =>
        outside.Count == 1 && outside[0].Parent is AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax } assignment
            && assignment.Left == outside[0] && assignment.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null
            ? assignment.Right
            : null;

    private static string Signature(MethodDeclarationSyntax method) =>
        $"{method.ReturnType.WithoutTrivia()} {method.Identifier.ValueText}{method.ParameterList.WithoutTrivia()}";

    private static MethodDeclarationSyntax WithPublic(MethodDeclarationSyntax method)
    {
        var kept = method.Modifiers.Where(m => m.IsKind(SyntaxKind.AsyncKeyword)).Select(m => m.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space));
        var modifiers = SyntaxFactory.TokenList(new[] { SyntaxFactory.Token(SyntaxKind.PublicKeyword).WithTrailingTrivia(SyntaxFactory.Space) }.Concat(kept));
        return method.WithAttributeLists(default).WithModifiers(modifiers).WithReturnType(method.ReturnType.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space));
    }

    private string Space() => _space.Length == 0 ? "" : $"namespace {_space};\n\n";
}
