using System.Collections.Generic;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.CodeFixes.Support;

/// <summary>What the fixes ask of types and their syntax.</summary>
internal static class Types
{
    public static Vendor? VendorOf(ITypeSymbol? type) =>
        type?.ContainingAssembly is { } assembly && ServiceCatalogue.BuiltIn.ByAssembly.TryGetValue(assembly.Name, out var vendor) ? vendor : null;

    public static bool IsVendor(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsVendor(array.ElementType),
        INamedTypeSymbol named => VendorOf(named) is not null || named.TypeArguments.Any(IsVendor),
        _ => false,
    };

    public static bool IsClient(ITypeSymbol? type) => type is not null && VendorOf(type)?.IsClient(type.Name) == true;

    /// <summary>The parameters behind the name of a class; the syntax interface this assembly is built on knows them only for records.</summary>
    public static ParameterListSyntax? PrimaryParameters(TypeDeclarationSyntax type) => type.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault();

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>The word of an interface without its I.</summary>
    public static string Bare(string port) => port.Length > 1 && port[0] == 'I' && char.IsUpper(port[1]) ? port.Substring(1) : port;

    /// <summary>Gives a class one more thing from outside, through its primary constructor or its only other one, and says by which name it is known.</summary>
    /// <returns>Null where there are several constructors, or the class is static.</returns>
    public static (TypeDeclarationSyntax Type, string Name)? Inject(TypeDeclarationSyntax type, string typeName, string name)
    {
        if (type.Modifiers.Any(SyntaxKind.StaticKeyword) || type is InterfaceDeclarationSyntax)
            return null;

        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(SyntaxFactory.ParseTypeName(typeName).WithTrailingTrivia(SyntaxFactory.Space));
        if (PrimaryParameters(type) is { } primary)
            return (type.ReplaceNode(primary, Append(primary, parameter)), name);

        var constructors = type.Members.OfType<ConstructorDeclarationSyntax>().Where(c => !c.Modifiers.Any(SyntaxKind.StaticKeyword)).ToList();
        if (constructors.Count > 1 || constructors.Any(c => c.Initializer is { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.ThisKeyword }))
            return null;

        var field = SyntaxFactory.ParseMemberDeclaration($"    private readonly {typeName} _{name};\n")!;
        if (constructors.Count == 1)
        {
            type = type.ReplaceNode(constructors[0], Assigning(constructors[0], parameter, $"_{name} = {name}"));
            return (type.WithMembers(type.Members.Insert(0, field)), "_" + name);
        }

        var made = SyntaxFactory.ParseMemberDeclaration($"\n    public {type.Identifier.ValueText}({typeName} {name}) => _{name} = {name};\n\n")!;
        var at = type.Members.TakeWhile(m => m is FieldDeclarationSyntax).Count();
        return (type.WithMembers(type.Members.Insert(at, made).Insert(0, field)), "_" + name);
    }

    public static ParameterListSyntax Append(ParameterListSyntax list, ParameterSyntax parameter)
    {
        // Before the first that has a default.
        var at = list.Parameters.TakeWhile(p => p.Default is null && !p.Modifiers.Any(SyntaxKind.ParamsKeyword)).Count();
        return list.WithParameters(list.Parameters.Insert(at, at == 0 ? parameter : parameter.WithLeadingTrivia(SyntaxFactory.Space)));
    }

    private static ConstructorDeclarationSyntax Assigning(ConstructorDeclarationSyntax constructor, ParameterSyntax parameter, string assignment)
    {
        var changed = constructor.WithParameterList(Append(constructor.ParameterList, parameter));
        if (changed.Body is { } body)
            return changed.WithBody(body.WithStatements(body.Statements.Insert(0, SyntaxFactory.ParseStatement($"        {assignment};\n"))));

        var old = SyntaxFactory.ParseStatement($"        {changed.ExpressionBody!.Expression.WithoutTrivia()};\n");
        var block = SyntaxFactory.Block(SyntaxFactory.ParseStatement($"\n        {assignment};\n"), old).WithLeadingTrivia(SyntaxFactory.EndOfLine("\n"), SyntaxFactory.Whitespace("    ")).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"));
        return changed.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block);
    }

    public static IEnumerable<INamedTypeSymbol> AllIn(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(m => m is INamedTypeSymbol type ? AllIn(type).Prepend(type) : AllIn(m));
}
