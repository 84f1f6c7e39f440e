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

/// <summary>PD3001 and PD3002: the value comes from configuration. An endpoint stays as its default; a credential does not stay in source.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadSettingFix))]
public sealed class ReadSettingFix : SafeFix
{
    private const string ConfigurationType = "Microsoft.Extensions.Configuration.IConfiguration";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Endpoint, RuleIds.Credential);

    protected override string Title(Diagnostic diagnostic) => $"Read it from configuration as '{Key(diagnostic)}'";

    protected override async Task<Solution?> ChangeAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken ct)
    {
        if (await document.GetSemanticModelAsync(ct).ConfigureAwait(false) is not { } model || model.Compilation.GetTypeByMetadataName(ConfigurationType) is not { } configuration)
            return null;

        var literal = node.FirstAncestorOrSelf<ExpressionSyntax>(n => n is InterpolatedStringExpressionSyntax or LiteralExpressionSyntax);
        if (literal is null || Fallback(literal, diagnostic) is not { } fallback)
            return null;

        var root = (await document.GetSyntaxRootAsync(ct).ConfigureAwait(false))!;
        if (Known(literal, model, configuration, ct) is { } known)
            return document.WithSyntaxRoot(root.ReplaceNode(Holder(literal), Read(literal, known, fallback, diagnostic))).Project.Solution;

        if (literal.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return null;

        var name = Types.PrimaryParameters(type) is null ? "_configuration" : "configuration";
        var changed = type.ReplaceNode(Holder(literal), Read(literal, name, fallback, diagnostic));
        return Types.Inject(changed, "global::" + ConfigurationType, "configuration") is { } injected
            ? document.WithSyntaxRoot(root.ReplaceNode(type, injected.Type.WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation))).Project.Solution
            : null;
    }

    private static string Key(Diagnostic diagnostic)
    {
        var vendor = ServiceCatalogue.BuiltIn.Vendors.TryGetValue(diagnostic.Properties["vendor"] ?? "", out var known) ? known.Name : diagnostic.Properties["vendor"] ?? "Service";
        var words = vendor.Split(' ', '-', '.', '/', '(', ')').Where(w => w.Length > 0).Select(w => char.ToUpperInvariant(w[0]) + w.Substring(1));
        return string.Concat(words) + (diagnostic.Id == RuleIds.Credential ? ":Credential" : ":Endpoint");
    }

    /// <summary>What to take where nothing is configured, and the text that follows it; null where the address is put together from parts.</summary>
    private static (string Default, string After)? Fallback(ExpressionSyntax literal, Diagnostic diagnostic)
    {
        if (literal is LiteralExpressionSyntax)
            return diagnostic.Id == RuleIds.Credential ? ($"throw new global::System.InvalidOperationException(\"{Key(diagnostic)} is not configured.\")", "") : (literal.WithoutTrivia().ToString(), "");

        if (diagnostic.Id == RuleIds.Credential || literal is not InterpolatedStringExpressionSyntax { StringStartToken.ValueText: "$\"" } text || text.Contents.FirstOrDefault() is not InterpolatedStringTextSyntax first)
            return null;

        // Scheme and host must stand in the first piece as a whole.
        var start = first.TextToken.Text;
        var scheme = start.IndexOf("://", System.StringComparison.Ordinal);
        var slash = scheme < 0 ? -1 : start.IndexOf('/', scheme + 3);
        return slash < 0 ? null : ($"\"{start.Substring(0, slash)}\"", start.Substring(slash) + string.Concat(text.Contents.Skip(1).Select(c => c.ToFullString())));
    }

    private static SyntaxNode Read(ExpressionSyntax literal, string configuration, (string Default, string After) fallback, Diagnostic diagnostic)
    {
        var read = $"{configuration}[\"{Key(diagnostic)}\"] ?? {fallback.Default}";
        if (fallback.After.Length > 0)
            read = $"$\"{{{read}}}{fallback.After}\"";
        else if (literal.Parent is not (ArgumentSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax or ReturnStatementSyntax or AssignmentExpressionSyntax))
            read = $"({read})";

        var value = SyntaxFactory.ParseExpression(read).WithTriviaFrom(literal).WithAdditionalAnnotations(Simplifier.Annotation);
        switch (Holder(literal))
        {
            case FieldDeclarationSyntax field:
                var access = string.Concat(field.Modifiers.Where(m => !m.IsKind(SyntaxKind.ConstKeyword) && !m.IsKind(SyntaxKind.StaticKeyword) && !m.IsKind(SyntaxKind.ReadOnlyKeyword)).Select(m => m.Text + " "));
                var property = SyntaxFactory.ParseMemberDeclaration($"{access}{field.Declaration.Type.WithoutTrivia()} {field.Declaration.Variables[0].Identifier.ValueText} => {field.Declaration.Variables[0].Initializer!.Value.ReplaceNode(literal, value).WithoutTrivia()};")!;
                return property.WithTriviaFrom(field).WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation);
            case PropertyDeclarationSyntax declared:
                return declared.WithAccessorList(null).WithInitializer(null).WithExpressionBody(SyntaxFactory.ArrowExpressionClause(declared.Initializer!.Value.ReplaceNode(literal, value)))
                    .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken)).WithTriviaFrom(declared).WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation);
            default:
                return value;
        }
    }

    /// <summary>What must change its form: a field or property with this value cannot be set before the constructor has run.</summary>
    private static SyntaxNode Holder(ExpressionSyntax literal) => literal.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        FieldDeclarationSyntax { Declaration.Variables.Count: 1 } field => field,
        PropertyDeclarationSyntax { Initializer: { } initializer } property when initializer.Span.Contains(literal.Span) => property,
        _ => literal,
    };

    /// <summary>A configuration that the place can already see.</summary>
    private static string? Known(ExpressionSyntax literal, SemanticModel model, INamedTypeSymbol configuration, CancellationToken ct)
    {
        bool Is(ITypeSymbol? type) => type is not null && (SymbolEqualityComparer.Default.Equals(type, configuration) || type.AllInterfaces.Contains(configuration, SymbolEqualityComparer.Default));

        var isStatic = literal.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not (GlobalStatementSyntax or TypeDeclarationSyntax)) is { } member && member.Modifiers.Any(SyntaxKind.StaticKeyword) && member is not BaseFieldDeclarationSyntax;
        foreach (var symbol in model.LookupSymbols(literal.SpanStart).Where(s => s.Locations.Any(l => l.IsInSource)))
        {
            // A local must have got its value before.
            if (symbol is ILocalSymbol && symbol.Locations[0].SourceSpan.Start >= literal.SpanStart)
                continue;

            var type = symbol switch { IFieldSymbol f when !isStatic || f.IsStatic => f.Type, IPropertySymbol p when !isStatic || p.IsStatic => p.Type, ILocalSymbol l => l.Type, IParameterSymbol p => p.Type, _ => null };
            if (Is(type))
                return symbol.Name;
            if (symbol is ILocalSymbol or IParameterSymbol && type?.GetMembers("Configuration").OfType<IPropertySymbol>().Any(p => Is(p.Type)) == true)
                return symbol.Name + ".Configuration";
        }

        ct.ThrowIfCancellationRequested();
        return null;
    }
}
