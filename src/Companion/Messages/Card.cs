using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Companion.Messages;

/// <summary>What is shown to people, on every platform: a title and a few parts.</summary>
/// <param name="Title">The first thing read, and all that a notification shows.</param>
internal sealed record Card(string Title, ImmutableArray<Part> Parts)
{
    public static Card Say(string title, params ReadOnlySpan<Part> parts) => new(title, [.. parts]);

    public Card With(params ReadOnlySpan<Part> parts) => this with { Parts = Parts.AddRange(parts) };
}

/// <summary>A part of a card. The family is closed: a renderer has one arm for each.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Heading), "heading")]
[JsonDerivedType(typeof(Field), "field")]
[JsonDerivedType(typeof(Meter), "meter")]
[JsonDerivedType(typeof(Table), "table")]
[JsonDerivedType(typeof(Bullets), "bullets")]
[JsonDerivedType(typeof(Actions), "actions")]
[JsonDerivedType(typeof(Fold), "fold")]
[JsonDerivedType(typeof(Divider), "divider")]
internal abstract record Part
{
    /// <summary>A paragraph.</summary>
    public sealed record Text(Line Line) : Part;

    public sealed record Heading(string Title) : Part;

    /// <summary>A label with a short value: "Review: 15 April".</summary>
    public sealed record Field(string Label, Line Value) : Part;

    /// <summary>One slider of the equalizer; positions are 0 to 100.</summary>
    /// <param name="Caption">The same in words, for phones and screen readers.</param>
    public sealed record Meter(string Name, int Level, int Supported, int? Target, ImmutableArray<int> Stages, string Caption) : Part;

    public sealed record Table(ImmutableArray<string> Header, ImmutableArray<ImmutableArray<Line>> Rows) : Part;

    public sealed record Bullets(ImmutableArray<Line> Lines) : Part;

    /// <summary>Buttons in a row.</summary>
    public sealed record Actions(ImmutableArray<Button> Buttons) : Part;

    /// <summary>Parts that wait behind a summary until somebody opens them.</summary>
    public sealed record Fold(string Summary, ImmutableArray<Part> Parts) : Part;

    public sealed record Divider : Part;

    public static Text Says(Line line) => new(line);

    public static Actions Offers(params ReadOnlySpan<Button> buttons) => new([.. buttons]);
}

/// <summary>Pressing it is typing the command it carries.</summary>
internal sealed record Button(string Label, string Command, ButtonStyle Style = ButtonStyle.Normal);

internal enum ButtonStyle
{
    Normal,
    Primary,
    Danger,
}
