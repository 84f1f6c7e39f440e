using System;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Companion.Analyzers.Text;

/// <summary>What one pass over the bare characters of a file tells: where a word of an SDK stands, and which strings deserve a look.</summary>
/// <remarks>Kept for each file as long as it stays the same. Comments and strings are not told apart: a word too many only costs a closer look.</remarks>
internal sealed class FileText
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileText> Known = new();

    // One file at a time is read on each thread; a buffer for each spares a copy of every file.
    [ThreadStatic]
    private static char[]? t_buffer;

    private readonly (VendorNames Names, ServiceCatalogue Catalogue) _askedFor;
    private readonly bool _everywhere;

    private FileText(VendorNames names, ServiceCatalogue catalogue, SyntaxTree tree)
    {
        _askedFor = (names, catalogue);
        var text = tree.GetText(CancellationToken.None);
        var length = text.Length;
        if (t_buffer is null || t_buffer.Length < length)
            t_buffer = new char[Math.Max(length, 64 * 1024)];

        text.CopyTo(0, t_buffer, 0, length);
        Strings = StringText.Candidates(t_buffer, length, catalogue);
        (Words, HalfWords, Registrations) = names.IsEmpty ? (ImmutableArray<int>.Empty, ImmutableArray<int>.Empty, ImmutableArray<int>.Empty) : WordText.Find(t_buffer, length, names);
        _everywhere = !Words.IsEmpty && OpensUnderOtherName(tree);
    }

    /// <summary>The first characters of strings that look like a host, a URL or a secret.</summary>
    public ImmutableArray<int> Strings { get; }

    /// <summary>The places of names that an SDK has too, rising.</summary>
    public ImmutableArray<int> Words { get; }

    /// <summary>The places of <c>new(...)</c> and of registrations, which need name no type: they count in a file that speaks of an SDK elsewhere.</summary>
    public ImmutableArray<int> HalfWords { get; }

    /// <summary>The places where something is registered for injection.</summary>
    public ImmutableArray<int> Registrations { get; }

    public static FileText Of(SyntaxTree tree, VendorNames names, ServiceCatalogue catalogue)
    {
        if (Known.TryGetValue(tree, out var known) && known._askedFor == (names, catalogue))
            return known;

        var read = new FileText(names, catalogue, tree);
        Known.Remove(tree);
        return Known.GetValue(tree, _ => read);
    }

    public bool Speaks(TextSpan span) => !Words.IsEmpty && (_everywhere || HasWithin(Words, span) || HasWithin(HalfWords, span));

    /// <summary>A type with an alias, or a static class that is opened, is used by other words than its own.</summary>
    private bool OpensUnderOtherName(SyntaxTree tree)
    {
        var unit = (CompilationUnitSyntax)tree.GetRoot(CancellationToken.None);
        return unit.Usings.Concat(unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(n => n.Usings))
            .Any(u => (u.Alias is not null || u.StaticKeyword.IsKind(SyntaxKind.StaticKeyword)) && HasWithin(Words, u.Span));
    }

    private static bool HasWithin(ImmutableArray<int> places, TextSpan span)
    {
        if (places.IsEmpty)
            return false;

        var at = places.BinarySearch(span.Start);
        at = at < 0 ? ~at : at;
        return at < places.Length && places[at] < span.End;
    }
}
