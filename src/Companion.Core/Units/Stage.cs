namespace Companion.Core.Units;

/// <summary>A named position of a slider, from 1 to 100.</summary>
public sealed record Stage
{
    /// <param name="position">1 to 100.</param>
    /// <param name="title">A few words: "contributions invited".</param>
    /// <param name="says">A sentence that says what changes for people there.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside 1 to 100.</exception>
    public Stage(int position, string title, string says)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, 100);
        (Position, Title, Says) = (position, title, says);
    }

    /// <summary>Where it is on the slider, 1 to 100.</summary>
    public int Position { get; }

    /// <summary>A few words.</summary>
    public string Title { get; }

    /// <summary>What changes for people there.</summary>
    public string Says { get; }
}
