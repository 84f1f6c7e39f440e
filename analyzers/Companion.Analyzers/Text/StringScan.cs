using System;
using System.Collections.Generic;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Companion.Analyzers.Findings;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Text;

/// <summary>PD3001 to PD3003: endpoints and credentials written into strings.</summary>
/// <remarks>The text is searched before the tree: most files hold neither, and pay for one pass over their characters.</remarks>
internal sealed class StringScan(CompilationState state)
{
    private readonly string _root = OwnAssemblies.Root(state.Compilation.AssemblyName ?? "");

    public void Run(SemanticModelAnalysisContext context)
    {
        var tree = context.SemanticModel.SyntaxTree;
        if (state.Skips(tree))
            return;

        var starts = state.TextOf(tree).Strings;
        if (starts.IsEmpty)
            return;

        var root = tree.GetRoot(context.CancellationToken);
        var nodes = new HashSet<SyntaxNode>();
        foreach (var start in starts)
        {
            if (root.FindToken(start).Parent is { } parent && Literal(parent) is { } literal)
                nodes.Add(literal);
        }

        var seen = nodes.SelectMany(n => Judge(n, context)).GroupBy(s => (s.Container, s.Rule, s.Vendor));
        foreach (var group in seen.OrderBy(g => g.First().Node.SpanStart))
        {
            var places = group.OrderBy(s => s.Node.SpanStart).ToList();
            var finding = new Finding(group.Key.Rule, group.Key.Vendor, places[0].Subject);
            finding.Places.AddRange(places.Select(p => p.Node.GetLocation()));
            context.ReportDiagnostic(state.Diagnose(finding, group.Key.Container));
        }
    }

    private static SyntaxNode? Literal(SyntaxNode node) =>
        node.FirstAncestorOrSelf<InterpolatedStringExpressionSyntax>() as SyntaxNode ?? (node is LiteralExpressionSyntax literal && literal.Token.Value is string ? literal : null);

    private IEnumerable<(INamedTypeSymbol Container, DiagnosticDescriptor Rule, Vendor Vendor, string Subject, SyntaxNode Node)> Judge(SyntaxNode node, SemanticModelAnalysisContext context)
    {
        var value = Value(node);
        if (SecretIn(value) is { } secret && Container(node, context) is { } owner)
            yield return (owner, Rules.Credential, secret.Vendor, secret.Secret.Marker, node);

        if (!state.Settings.IsProduct || UrlText.Host(value) is not { } host)
            yield break;

        var vendor = state.Catalogue.OfHost(host).FirstOrDefault(v => !state.Settings.IgnoredVendors.Contains(v.Id) && !IsLibraryOf(v));
        if (vendor is null || Usage.IsHarmless(node) || Container(node, context) is not { } container || state.Zone.Of(container).IsAdapter)
            yield break;

        // Bare names side by side are a list of domains, for filtering or for people.
        if (value.IndexOf("://", StringComparison.Ordinal) < 0 && Usage.IsOneOfSeveral(node))
            yield break;

        if (!vendor.Gateway)
            yield return (container, Rules.Endpoint, vendor, host, node);
        else if (!Usage.IsOneOfSeveral(node))
            yield return (container, Rules.SingleGateway, vendor, host, node);
    }

    /// <summary>A library that begins with the vendor's own name is that vendor's, or a stranger's for nothing else: whoever uses it has chosen the service there.</summary>
    private bool IsLibraryOf(Vendor vendor) => vendor.Tokens.Any(t => t.Equals(_root, StringComparison.OrdinalIgnoreCase));

    private (Vendor Vendor, Secret Secret)? SecretIn(string value)
    {
        if (value.Length < StringText.ShortestSecret)
            return null;

        foreach (var candidate in state.Catalogue.Secrets)
        {
            if (value.IndexOf(candidate.Secret.Marker, StringComparison.Ordinal) < 0 || candidate.Secret.Pattern.Match(value) is not { Success: true } match)
                continue;

            var secret = match.Groups["value"] is { Success: true } inner ? inner.Value : match.Value;
            if (!Placeholder.Is(secret, state.Settings.IsTest || state.Settings.IsSample))
                return candidate;
        }

        return null;
    }

    private static string Value(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax interpolated => string.Concat(interpolated.Contents.Select(c => c is InterpolatedStringTextSyntax text ? text.TextToken.ValueText : "{x}")),
        _ => "",
    };

    private static INamedTypeSymbol? Container(SyntaxNode node, SemanticModelAnalysisContext context) =>
        context.SemanticModel.GetEnclosingSymbol(node.SpanStart, context.CancellationToken) is { } symbol ? symbol as INamedTypeSymbol ?? symbol.ContainingType : null;
}
