using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Companion.Messages;

/// <summary>One run of text in a card. Platforms escape and show each kind their own way.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Plain), "plain")]
[JsonDerivedType(typeof(Strong), "strong")]
[JsonDerivedType(typeof(Person), "person")]
[JsonDerivedType(typeof(Moment), "moment")]
[JsonDerivedType(typeof(Link), "link")]
[JsonDerivedType(typeof(Typed), "typed")]
internal abstract record Inline
{
    /// <summary>Text as it is: whoever wrote it, it is never markup.</summary>
    public sealed record Plain(string Text) : Inline;

    public sealed record Strong(string Text) : Inline;

    /// <summary>Somebody; a platform may turn it into a mention. The name is what is known when the card is made.</summary>
    public sealed record Person(Guid Id, string Name) : Inline;

    /// <summary>An instant, shown in the reader's zone.</summary>
    public sealed record Moment(DateTimeOffset At, MomentStyle Style) : Inline;

    /// <summary>A link. Only http and https addresses become clickable; any other is shown as text.</summary>
    public sealed record Link(string Address, string Text) : Inline;

    /// <summary>Something one can type, such as <c>why tech-stack</c>.</summary>
    public sealed record Typed(string Text) : Inline;
}

internal enum MomentStyle
{
    /// <summary>Fri 20 Feb 2026.</summary>
    Day,

    /// <summary>Fri 20 Feb 2026, 10:00.</summary>
    Minute,
}

/// <summary>A sentence made of inlines. Text converts by itself: <c>Line line = "Saved.";</c></summary>
internal sealed record Line(ImmutableArray<Inline> Inlines)
{
    public static readonly Line Empty = new([]);

    public static implicit operator Line(string text) => new([new Inline.Plain(text)]);

    public static Line Of(params ReadOnlySpan<Inline> inlines) => new([.. inlines]);

    public Line Then(Inline inline) => new(Inlines.Add(inline));

    public Line Then(string text) => Then(new Inline.Plain(text));

    public Line Then(Line more) => new(Inlines.AddRange(more.Inlines));

    public bool Equals(Line? other) => other is not null && Inlines.AsSpan().SequenceEqual(other.Inlines.AsSpan());

    public override int GetHashCode() => Inlines.IsDefaultOrEmpty ? 0 : Inlines[0].GetHashCode();
}
