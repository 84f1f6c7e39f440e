using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Companion.Messages;

/// <summary>What a command answers; a platform shows it its own way.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Show), "show")]
[JsonDerivedType(typeof(OpenForm), "form")]
[JsonDerivedType(typeof(FieldErrors), "errors")]
[JsonDerivedType(typeof(Done), "done")]
internal abstract record Reply
{
    /// <summary>A card to read; nothing changed.</summary>
    public sealed record Show(Card Card, Audience Audience = Audience.OnlyYou) : Reply
    {
        /// <summary>True when what was asked for was not done.</summary>
        public bool IsRefusal { get; init; }
    }

    /// <summary>A form to fill in.</summary>
    public sealed record OpenForm(Form Form) : Reply;

    /// <summary>The form stays open with a sentence at each field that needs another look.</summary>
    public sealed record FieldErrors(ImmutableSortedDictionary<string, string> ByField) : Reply;

    /// <summary>Something changed.</summary>
    /// <param name="Replaces">The card takes the place of the message it was pressed or submitted from.</param>
    /// <param name="Once">It holds a secret for the one who asked: shown in the answer itself, and never kept in a history of ours.</param>
    public sealed record Done(Card Card, bool Replaces = false, bool Once = false) : Reply;
}

internal enum Audience
{
    OnlyYou,
    Everyone,
}
