using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Companion.Analyzers.CodeFixes.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Companion.Analyzers.CodeFixes;

/// <summary>PD2001: a record with what the code reads of a vendor's model takes its place in the port; each implementation maps at its own door.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NeutralRecordFix))]
public sealed class NeutralRecordFix : SafeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.LeakyPort);

    protected override string Title(Diagnostic diagnostic) => "Speak a neutral record instead of the vendor's model";

    protected override async Task<Solution?> ChangeAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken ct)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not InterfaceDeclarationSyntax declaration
            || await document.GetSemanticModelAsync(ct).ConfigureAwait(false) is not { } model || model.GetDeclaredSymbol(declaration, ct) is not { TypeParameters.Length: 0, ContainingType: null } port
            || Models(port, diagnostic).FirstOrDefault() is not { } vendorModel)
            return null;

        var record = vendorModel.Name + "Info";
        var properties = await ReadAsync(document.Project, vendorModel, ct).ConfigureAwait(false);
        if (properties.Count == 0 || model.Compilation.GetSymbolsWithName(record, SymbolFilter.Type, ct).Any())
            return null;

        var space = port.ContainingNamespace.IsGlobalNamespace ? "" : port.ContainingNamespace.ToDisplayString();
        var mapping = new ModelMapping(port, vendorModel, (space.Length == 0 ? "global::" : $"global::{space}.") + record, properties);
        var solution = document.Project.Solution;
        foreach (var each in document.Project.Documents)
        {
            var root = await each.GetSyntaxRootAsync(ct).ConfigureAwait(false);
            var here = await each.GetSemanticModelAsync(ct).ConfigureAwait(false);
            var types = root!.DescendantNodes().OfType<TypeDeclarationSyntax>().Where(t => mapping.Concerns(here!.GetDeclaredSymbol(t, ct)!)).ToList();
            if (types.Count > 0)
                solution = solution.WithDocumentSyntaxRoot(each.Id, root!.ReplaceNodes(types, (old, _) => mapping.Changed(old, here!, ct).WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation)));
        }

        var access = port.DeclaredAccessibility == Accessibility.Public ? "public" : "internal";
        var parameters = string.Join(", ", properties.Select(p => $"{ModelMapping.Name(p.Type)} {p.Name}"));
        var text = $"{(space.Length == 0 ? "" : $"namespace {space};\n\n")}/// <summary>What this code needs of it, in its own words.</summary>\n{access} sealed record {record}({parameters});\n";
        return solution.GetProject(document.Project.Id)!.AddDocument(record + ".cs", text, document.Folders).Project.Solution;
    }

    /// <summary>The vendor's plain models in the port's signatures; clients are no data.</summary>
    private static IEnumerable<INamedTypeSymbol> Models(INamedTypeSymbol port, Diagnostic diagnostic) =>
        port.GetMembers().OfType<IMethodSymbol>()
            .SelectMany(m => m.Parameters.Select(p => p.Type).Prepend(m.ReturnType))
            .Select(ModelMapping.Inner)
            .Where(t => t is { TypeKind: TypeKind.Class, TypeArguments.Length: 0 } && Types.VendorOf(t)?.Id == diagnostic.Properties["vendor"] && !Types.IsClient(t))!;

    /// <summary>The properties that the project reads; where it reads none, the plain ones, up to eight.</summary>
    private static async Task<List<IPropertySymbol>> ReadAsync(Project project, INamedTypeSymbol vendorModel, CancellationToken ct)
    {
        var plain = vendorModel.GetMembers().OfType<IPropertySymbol>()
            .Where(p => p is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null } && !Types.IsVendor(p.Type))
            .ToList();
        var read = new HashSet<string>();
        foreach (var document in project.Documents)
        {
            var root = await document.GetSyntaxRootAsync(ct).ConfigureAwait(false);
            var names = root!.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => plain.Any(p => p.Name == n.Identifier.ValueText)).ToList();
            if (names.Count == 0)
                continue;

            var model = await document.GetSemanticModelAsync(ct).ConfigureAwait(false);
            read.UnionWith(names.Where(n => SymbolEqualityComparer.Default.Equals(model!.GetSymbolInfo(n, ct).Symbol?.ContainingType, vendorModel)).Select(n => n.Identifier.ValueText));
        }

        return read.Count > 0 ? plain.Where(p => read.Contains(p.Name)).ToList() : plain.Take(8).ToList();
    }
}
