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

namespace Companion.Analyzers.CodeFixes;

/// <summary>Says of a type that it is an adapter, where recognition could not know: the way to disagree with a finding in code.</summary>
/// <remarks>The attribute is matched by name, so the project declares its own and takes no dependency.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkAsAdapterFix))]
public sealed class MarkAsAdapterFix : SafeFix
{
    private const string Attribute = "DecentralizationAdapter";

    private const string Declaration = """
        /// <summary>Marks a type whose task is to keep a centralized service behind a port.</summary>
        [System.AttributeUsage(System.AttributeTargets.Class | System.AttributeTargets.Struct | System.AttributeTargets.Interface | System.AttributeTargets.Assembly, AllowMultiple = true)]
        internal sealed class DecentralizationAdapterAttribute : System.Attribute
        {
            public DecentralizationAdapterAttribute(params System.Type[] ports) => Ports = ports;

            public System.Type[] Ports { get; }
        }

        """;

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        RuleIds.ClientCreated, RuleIds.ClientHeld, RuleIds.SdkUsed, RuleIds.LeakyPort, RuleIds.ExposedType, RuleIds.ExceptionHandled, RuleIds.Endpoint);

    // Each mark is a decision about one type: none is taken for a whole project at once.
    protected override bool FixesAll => false;

    protected override string Title(Diagnostic diagnostic) => "Mark the type as an adapter";

    protected override async Task<Solution?> ChangeAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken ct)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return null;

        var root = (await document.GetSyntaxRootAsync(ct).ConfigureAwait(false))!;
        var bare = type.WithLeadingTrivia();
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(SyntaxFactory.IdentifierName(Attribute))))
            .WithLeadingTrivia(type.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed);
        var marked = bare.WithAttributeLists(bare.AttributeLists.Insert(0, list)).WithAdditionalAnnotations(Formatter.Annotation);
        var solution = document.WithSyntaxRoot(root.ReplaceNode(type, marked)).Project.Solution;

        var compilation = await document.Project.GetCompilationAsync(ct).ConfigureAwait(false);
        if (compilation is null || compilation.GetSymbolsWithName(Attribute + "Attribute", SymbolFilter.Type, ct).Any())
            return solution;

        return solution.GetProject(document.Project.Id)!.AddDocument(Attribute + "Attribute.cs", Declaration).Project.Solution;
    }
}
