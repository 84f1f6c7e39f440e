using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Companion.Platforms.Teams;

/// <summary>The body of a card while it is written: a row of elements with their sizes, so that a long one can be cut into pages between two of them.</summary>
internal sealed class Elements : IDisposable
{
    // The card is JSON in a request, never text in a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private readonly List<int> _ends = [];
    private readonly List<(int Element, Mention Mention)> _mentions = [];

    public Elements()
    {
        Json = new(_buffer, Options);
        Json.WriteStartArray();
    }

    public Utf8JsonWriter Json { get; }

    public int Count => _ends.Count;

    public Frame Frame { get; init; } = Frame.Bare;

    /// <summary>A number no other element of this card has.</summary>
    public int NextId() => ++_id;

    private int _id;

    /// <summary>The element that was just written is whole.</summary>
    public void End() => _ends.Add((int)(Json.BytesCommitted + Json.BytesPending));

    public void Mentions(Mention mention) => _mentions.Add((Count, mention));

    public IEnumerable<Mention> MentionsIn(Range page)
    {
        var (from, length) = page.GetOffsetAndLength(Count);
        return _mentions.Where(m => m.Element >= from && m.Element < from + length).Select(m => m.Mention).Distinct();
    }

    /// <summary>The elements of a page, with commas between them.</summary>
    public ReadOnlySpan<byte> Of(Range page)
    {
        Json.Flush();
        var (from, length) = page.GetOffsetAndLength(Count);
        return length == 0 ? [] : _buffer.WrittenSpan[Start(from).._ends[from + length - 1]];
    }

    /// <summary>Cuts what is there into pages of at most so many bytes; an element alone may be larger.</summary>
    public ImmutableArray<Range> Pages(int most)
    {
        var pages = ImmutableArray.CreateBuilder<Range>();
        var from = 0;
        for (var i = 1; i <= Count; i++)
        {
            if (i < Count && _ends[i] - Start(from) <= most)
                continue;
            pages.Add(from..i);
            from = i;
        }

        return pages.Count == 0 ? [0..0] : pages.ToImmutable();
    }

    // After the bracket, or after the comma behind the element before.
    private int Start(int element) => element == 0 ? 1 : _ends[element - 1] + 1;

    public void Dispose() => Json.Dispose();
}

/// <summary>Somebody whose name is a mention.</summary>
/// <param name="Text">As it stands in the card, tags included.</param>
internal sealed record Mention(string Text, string Name, string Id);
