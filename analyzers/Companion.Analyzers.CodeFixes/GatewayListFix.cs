using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Companion.Analyzers.Catalogue;
using Companion.Analyzers.CodeFixes.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Companion.Analyzers.CodeFixes;

/// <summary>PD3003: the one gateway becomes the first of a list in an options class of its own, with a second door to the same network.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GatewayListFix))]
public sealed class GatewayListFix : SafeFix
{
    private const string OptionsType = "Microsoft.Extensions.Options.IOptions`1";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.SingleGateway);

    // Each list is a class with a name of its own.
    protected override bool FixesAll => false;

    protected override string Title(Diagnostic diagnostic) => "Take the gateways from a list in options";

    protected override async Task<Solution?> ChangeAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken ct)
    {
        if (node.FirstAncestorOrSelf<LiteralExpressionSyntax>() is not { } literal || literal.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || await document.GetSemanticModelAsync(ct).ConfigureAwait(false) is not { } model || model.GetDeclaredSymbol(type, ct) is not { ContainingType: null } symbol
            || Second(literal.Token.ValueText, diagnostic) is not { } second)
            return null;

        // With the options package the list is asked for as options, else as a plain object that the caller fills.
        var list = symbol.Name + "Gateways";
        var wrapped = model.Compilation.GetTypeByMetadataName(OptionsType) is not null;
        var name = Types.PrimaryParameters(type) is null ? "_gateways" : "gateways";
        var first = name + (wrapped ? ".Value" : "") + ".Urls[0]";
        var changed = literal.FirstAncestorOrSelf<MemberDeclarationSyntax>() is FieldDeclarationSyntax { Declaration.Variables: { Count: 1 } variables } field && variables[0].Initializer?.Value == literal
            ? type.ReplaceNode(field, SyntaxFactory.ParseMemberDeclaration($"private string {variables[0].Identifier.ValueText} => {first};")!.WithTriviaFrom(field))
            : type.ReplaceNode(literal, SyntaxFactory.ParseExpression(first).WithTriviaFrom(literal));
        if (Types.Inject(changed, wrapped ? $"global::Microsoft.Extensions.Options.IOptions<{list}>" : list, "gateways") is not { } injected)
            return null;

        var root = (await document.GetSyntaxRootAsync(ct).ConfigureAwait(false))!;
        var space = symbol.ContainingNamespace.IsGlobalNamespace ? "" : $"namespace {symbol.ContainingNamespace.ToDisplayString()};\n\n";
        var access = symbol.DeclaredAccessibility == Accessibility.Public ? "public" : "internal";
        var options = $"{space}/// <summary>Doors to the same network, in the order in which to try them.</summary>\n{access} sealed class {list}\n{{\n"
            + $"    public System.Collections.Generic.IList<string> Urls {{ get; set; }} = new System.Collections.Generic.List<string> {{ {literal.Token.Text}, \"{second}\" }};\n}}\n";
        return document.WithSyntaxRoot(root.ReplaceNode(type, injected.Type.WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation)))
            .Project.AddDocument(list + ".cs", options, document.Folders).Project.Solution;
    }

    /// <summary>Another gateway of the same network, known by its full name, asked with the same path.</summary>
    private static string? Second(string url, Diagnostic diagnostic)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !ServiceCatalogue.BuiltIn.Vendors.TryGetValue(diagnostic.Properties["vendor"] ?? "", out var vendor))
            return null;

        var network = vendor.Capability.Id;
        var host = vendor.Hosts.Concat(ServiceCatalogue.BuiltIn.Vendors.Values.Where(v => v.Gateway && v != vendor && v.Capability.Id == network && v.Id.EndsWith("-gateways", StringComparison.Ordinal)).OrderBy(v => v.Id, StringComparer.Ordinal).SelectMany(v => v.Hosts))
            .Select(h => h.ToString())
            .FirstOrDefault(h => h.IndexOf('*') < 0 && !h.Equals(uri.Host, StringComparison.OrdinalIgnoreCase));
        return host is null ? null : $"{uri.Scheme}://{host}{uri.PathAndQuery}";
    }
}
