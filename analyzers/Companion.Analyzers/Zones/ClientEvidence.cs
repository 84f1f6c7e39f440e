using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.Zones;

/// <summary>Whether a type has to do with a vendor's client, told before any method body is bound.</summary>
internal sealed class ClientEvidence(Compilation compilation, VendorMap vendors, ServiceCatalogue catalogue, Func<INamedTypeSymbol, bool> speaks)
{
    private readonly Lazy<bool> _usesGlobally = new(() => compilation.SyntaxTrees.Any(t => Usings(t).Any(u => u.GlobalKeyword.RawKind != 0 && IsVendors(u, catalogue))));

    public bool Holds(INamedTypeSymbol type) =>
        Ports.Bases(type).Prepend(type).SelectMany(t => t.GetMembers()).Any(m => m switch
        {
            IFieldSymbol field => IsClient(field.Type),
            IPropertySymbol property => IsClient(property.Type),
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.Parameters.Any(p => IsClient(p.Type)),
            _ => false,
        });

    public bool Mentions(INamedTypeSymbol type) => Mentioned(type) is not null;

    /// <summary>Whose client it is, by the written name: made, asked for, or kept in a local.</summary>
    public Vendor? Mentioned(INamedTypeSymbol type) => !speaks(type)
        ? null
        : type.DeclaringSyntaxReferences.Where(r => KnowsVendor(r.SyntaxTree)).SelectMany(r => r.GetSyntax(CancellationToken.None).DescendantNodes()).Select(node => node switch
        {
            ObjectCreationExpressionSyntax creation => ByClient(Simple(creation.Type)),
            VariableDeclarationSyntax { Type: { IsVar: false } declared } => ByClient(Simple(declared)),
            GenericNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } } generic => generic.TypeArgumentList.Arguments.Select(a => ByClient(Simple(a))).FirstOrDefault(v => v is not null),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: SimpleNameSyntax on } access } =>
                vendors.Referenced.FirstOrDefault(v => v.Factories.Contains(access.Name.Identifier.ValueText) && v.IsClient(on.Identifier.ValueText)),
            _ => null,
        }).FirstOrDefault(v => v is not null);

    /// <summary>Most files open no vendor's namespace: their bodies need not be read.</summary>
    private bool KnowsVendor(SyntaxTree tree) => _usesGlobally.Value || Usings(tree).Any(u => IsVendors(u, catalogue));

    private static IEnumerable<UsingDirectiveSyntax> Usings(SyntaxTree tree)
    {
        var unit = (CompilationUnitSyntax)tree.GetRoot(CancellationToken.None);
        return unit.Usings.Concat(unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(n => n.Usings));
    }

    private static bool IsVendors(UsingDirectiveSyntax directive, ServiceCatalogue catalogue)
    {
        var name = directive.Name?.ToString() ?? "";
        name = name.Substring(name.LastIndexOf(':') + 1);
        return catalogue.NamespaceRoots.Contains(name.Split('.')[0]) && catalogue.Vendors.Values.Any(v => v.OwnsNamespace(name));
    }

    private bool IsClient(ITypeSymbol type) => vendors.In(type) is { } found && found.Vendor.IsClient(found.Type.Name);

    private Vendor? ByClient(string name) => name.Length > 0 ? vendors.Referenced.FirstOrDefault(v => v.IsClient(name)) : null;

    private static string Simple(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        NullableTypeSyntax nullable => Simple(nullable.ElementType),
        _ => "",
    };
}
