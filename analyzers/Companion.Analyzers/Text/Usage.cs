using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.Text;

/// <summary>Where a URL stands decides what it is: an endpoint, or a default, a comparison, a message, a sample.</summary>
internal static class Usage
{
    private static readonly string[] Comparisons = ["Contains", "StartsWith", "EndsWith", "IndexOf", "Equals", "Replace", "TrimStart", "TrimEnd", "Split", "IsMatch", "Match"];
    private static readonly string[] DefaultHolders = ["Options", "Settings", "Configuration", "Config"];

    private static readonly string[] Identifiers = ["Scope", "Scopes", "Audience", "Issuer", "Resource", "ResourceId", "Realm", "ClaimType", "SchemaUri", "NamespaceUri"];

    public static bool IsHarmless(SyntaxNode literal) =>
        literal.FirstAncestorOrSelf<AttributeSyntax>() is not null || IsOverridable(literal) || IsCompared(literal) || IsSaid(literal) || IsIdentifier(literal);

    /// <summary>One element of a list or array with another beside it.</summary>
    public static bool IsOneOfSeveral(SyntaxNode literal) => Unwrapped(literal).Parent switch
    {
        InitializerExpressionSyntax initializer => initializer.Expressions.Count > 1,
        _ => literal.Ancestors().FirstOrDefault(a => a.IsKind((SyntaxKind)CollectionExpressionKind)) is { } collection && collection.ChildNodes().Count() > 1,
    };

    // Newer than the compiler interface this assembly is built on: SyntaxKind.CollectionExpression.
    private const int CollectionExpressionKind = 9076;

    private static bool IsOverridable(SyntaxNode literal)
    {
        var value = Unwrapped(literal);
        if (value.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce && coalesce.Right == value)
            return true;
        if (value.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression })
            return true;
        if (value.Parent is not EqualsValueClauseSyntax clause)
            return value.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && Name(call) is "GetValue" or "SetDefault";

        return clause.Parent switch
        {
            PropertyDeclarationSyntax property => property.AccessorList?.Accessors.Any(a => a.IsKind(SyntaxKind.SetAccessorDeclaration) || a.IsKind(SyntaxKind.InitAccessorDeclaration)) == true,
            ParameterSyntax => true,
            // A constant that is called a default is one: something else decides.
            VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field, Identifier.ValueText: var variableName } =>
                (!field.Modifiers.Any(SyntaxKind.ConstKeyword) && !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) && !field.Modifiers.Any(SyntaxKind.StaticKeyword))
                || variableName.StartsWith("Default", StringComparison.OrdinalIgnoreCase)
                || (field.Parent is TypeDeclarationSyntax holder && DefaultHolders.Any(s => holder.Identifier.ValueText.EndsWith(s, StringComparison.Ordinal))),
            _ => false,
        };
    }

    /// <summary>An audience, a scope, an issuer: a name in the form of a URL that nobody calls.</summary>
    private static bool IsIdentifier(SyntaxNode literal)
    {
        var text = literal.ToString();
        if (text.IndexOf("/.default", StringComparison.Ordinal) >= 0)
            return true;

        var name = Unwrapped(literal).Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: var left } => left is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText : left is ElementAccessExpressionSyntax element ? element.ArgumentList.ToString().Trim('[', ']', '"') : left.ToString(),
            ArgumentSyntax { NameColon: { } named } => named.Name.Identifier.ValueText,
            _ => null,
        };
        return name is not null && Identifiers.Any(i => name.EndsWith(i, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsCompared(SyntaxNode literal)
    {
        var value = Unwrapped(literal);
        return value.Parent switch
        {
            BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.EqualsExpression) || binary.IsKind(SyntaxKind.NotEqualsExpression),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => Array.IndexOf(Comparisons, Name(call)) >= 0,
            ConstantPatternSyntax or CaseSwitchLabelSyntax => true,
            _ => false,
        };
    }

    private static bool IsSaid(SyntaxNode literal) => Unwrapped(literal).Parent is ArgumentSyntax { Parent.Parent: { } call } && call switch
    {
        InvocationExpressionSyntax invocation => Name(invocation) is { } name
            && (name.StartsWith("Log", StringComparison.Ordinal) || name is "WriteLine" or "Redirect" or "WithOrigins" or "HasData" or "Claim"),
        ObjectCreationExpressionSyntax creation => creation.Type.ToString() is var type && (type.EndsWith("Exception", StringComparison.Ordinal) || type.EndsWith("Claim", StringComparison.Ordinal)),
        _ => false,
    };

    private static SyntaxNode Unwrapped(SyntaxNode literal)
    {
        while (literal.Parent is ParenthesizedExpressionSyntax || IsUri(literal.Parent?.Parent?.Parent))
            literal = literal.Parent is ParenthesizedExpressionSyntax ? literal.Parent : literal.Parent!.Parent!.Parent!;
        return literal;
    }

    private static bool IsUri(SyntaxNode? node) =>
        node is ImplicitObjectCreationExpressionSyntax || (node is ObjectCreationExpressionSyntax creation && creation.Type.ToString() is "Uri" or "System.Uri");

    private static string? Name(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
