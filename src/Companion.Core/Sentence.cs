using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Companion.Core;

/// <summary>A sentence for people whose instants and persons stay values, so that each reader sees their own time and each platform its own mention.</summary>
/// <remarks>Written as an interpolated string: <c>Sentence s = $"ready since {at}"</c>.</remarks>
public sealed record Sentence(ImmutableArray<Fragment> Fragments)
{
    /// <summary>Plain text.</summary>
    public static implicit operator Sentence(string text) => new([new Fragment.Text(text)]);

    /// <summary>Takes the parts of an interpolated string.</summary>
    public static Sentence Of(Builder builder) => builder.Build();

    /// <summary>The sentence with days in <paramref name="zone"/> and persons as <paramref name="nameOf"/> names them.</summary>
    public string Read(TimeZoneInfo zone, Func<Guid, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        return string.Concat(Fragments.Select(f => f switch
        {
            Fragment.Text text => text.Says,
            Fragment.Day day => TimeZoneInfo.ConvertTime(day.At, zone).ToString("d MMMM yyyy", CultureInfo.InvariantCulture),
            Fragment.Person person => nameOf(person.Id),
            _ => throw new System.Diagnostics.UnreachableException(),
        }));
    }

    /// <inheritdoc />
    public bool Equals(Sentence? other) => other is not null && Fragments.SequenceEqual(other.Fragments);

    /// <inheritdoc />
    public override int GetHashCode() => Fragments.IsDefaultOrEmpty ? 0 : Fragments[0].GetHashCode();

    /// <summary>Collects an interpolated string: an instant becomes a day, a Guid a person, anything else text.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Builder
    {
        private readonly ImmutableArray<Fragment>.Builder _fragments;

        /// <summary>Called by the compiler.</summary>
        public Builder(int literalLength, int formattedCount)
        {
            _ = literalLength;
            _fragments = ImmutableArray.CreateBuilder<Fragment>((2 * formattedCount) + 1);
        }

        /// <summary>Called by the compiler.</summary>
        public void AppendLiteral(string value) => _fragments.Add(new Fragment.Text(value));

        /// <summary>An instant, read as a day.</summary>
        public void AppendFormatted(DateTimeOffset at) => _fragments.Add(new Fragment.Day(at));

        /// <summary>A member.</summary>
        public void AppendFormatted(Guid member) => _fragments.Add(new Fragment.Person(member));

        /// <summary>Another sentence.</summary>
        public void AppendFormatted(Sentence sentence) => _fragments.AddRange(sentence.Fragments);

        /// <summary>Anything else.</summary>
        public void AppendFormatted<T>(T value) =>
            _fragments.Add(new Fragment.Text(string.Create(CultureInfo.InvariantCulture, $"{value}")));

        /// <summary>A value with a format, such as a date.</summary>
        public void AppendFormatted<T>(T value, string format)
            where T : IFormattable => _fragments.Add(new Fragment.Text(value.ToString(format, CultureInfo.InvariantCulture)));

        internal Sentence Build() => new(_fragments.ToImmutable());
    }
}

/// <summary>A piece of a sentence.</summary>
public abstract record Fragment
{
    /// <summary>Words.</summary>
    public sealed record Text(string Says) : Fragment;

    /// <summary>The day of an instant, in the reader's zone.</summary>
    public sealed record Day(DateTimeOffset At) : Fragment;

    /// <summary>A member.</summary>
    public sealed record Person(Guid Id) : Fragment;
}
