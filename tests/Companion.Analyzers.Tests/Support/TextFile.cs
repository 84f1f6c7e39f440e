using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Companion.Analyzers.Tests.Support;

/// <summary>An additional file that stands in memory alone.</summary>
internal sealed class TextFile(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
