using System.Collections.Immutable;

namespace Companion.Messages;

/// <summary>Questions answered together. Submitting it is the command plus the fields.</summary>
internal sealed record Form(string Title, string Command, Line Intro, ImmutableArray<FormField> Fields, string Submit);

/// <summary>One question of a form.</summary>
/// <param name="Name">The key of its value among the submitted fields.</param>
/// <param name="Initial">The value it starts with; for <see cref="FieldKind.Choices"/> the values joined by commas.</param>
/// <param name="Options">For <see cref="FieldKind.Choice"/> and <see cref="FieldKind.Choices"/>: what can be chosen.</param>
internal sealed record FormField(
    string Name,
    string Label,
    FieldKind Kind,
    bool Required = false,
    string? Hint = null,
    string? Initial = null,
    ImmutableArray<FormOption> Options = default,
    int? MaxLength = null)
{
    public ImmutableArray<FormOption> Options { get; init; } = Options.IsDefault ? [] : Options;

    /// <summary>For <see cref="FieldKind.People"/>: groups can be named too.</summary>
    public bool TakesGroups { get; init; }
}

/// <summary>One thing to choose.</summary>
/// <param name="Says">A sentence more about it, where there is room for one.</param>
internal sealed record FormOption(string Value, string Label, string? Says = null);

internal enum FieldKind
{
    Text,
    LongText,

    /// <summary>A number with a dot for decimals; empty when not required.</summary>
    Number,

    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>Any of the options.</summary>
    Choices,

    /// <summary>Members by name, joined by commas; a platform that can lets them be picked.</summary>
    People,

    /// <summary>A day as yyyy-MM-dd.</summary>
    Day,
}
