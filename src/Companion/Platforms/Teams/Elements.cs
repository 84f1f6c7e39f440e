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

    /// <summary>Whom the text of the element that just ended does not name is named by the next.</summary>
    public void Carry(string text)
    {
        for (var i = _mentions.Count - 1; i >= 0 && _mentions[i].Element == Count - 1; i--)
            if (!text.Contains(_mentions[i].Mention.Text, StringComparison.Ordinal))
                _mentions[i] = (Count, _mentions[i].Mention);
    }

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

    /// <summary>Takes over a page of another card.</summary>
    public void Take(Elements other, Range page)
    {
        _mentions.AddRange(other.MentionsIn(page).Select(m => (0, m)));
        Json.WriteRawValue(other.Of(page), skipInputValidation: true);
        End();
    }

    /// <summary>Cuts what is there into pages of at most so many bytes; an element alone may be larger.</summary>
    public ImmutableArray<Range> Pages(int most)
    {
        var pages = ImmutableArray.CreateBuilder<Range>();
        var (from, mentions) = (0, 0);
        for (var i = 1; i <= Count; i++)
        {
            if (i == 1 || from == i - 1)
                mentions = MentionBytes(i - 1);
            if (i < Count && _ends[i] - Start(from) + mentions + MentionBytes(i) <= most)
            {
                mentions += MentionBytes(i);
                continue;
            }

            pages.Add(from..i);
            from = i;
        }

        return pages.Count == 0 ? [0..0] : pages.ToImmutable();
    }

    // What a mention adds beside the elements: its text twice, the name, the id, and the names of these members.
    private int MentionBytes(int element) => _mentions.Count == 0 ? 0 : _mentions.Where(m => m.Element == element).Sum(m => 120 + (3 * (m.Mention.Text.Length + m.Mention.Name.Length)) + m.Mention.Id.Length);

    // After the bracket, or after the comma behind the element before.
    private int Start(int element) => element == 0 ? 1 : _ends[element - 1] + 1;

    public void Dispose() => Json.Dispose();
}

/// <summary>Somebody whose name is a mention.</summary>
/// <param name="Text">As it stands in the card, tags included.</param>
internal sealed record Mention(string Text, string Name, string Id);
