using System.Diagnostics.CodeAnalysis;

namespace Companion.Core;

/// <summary>A value, or the refusal a person will read. Refusals are answers, not exceptions.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed class Outcome<T>
    where T : class
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    private Outcome(T? value, Refusal? refusal) => (_value, _refusal) = (value, refusal);

    /// <summary>Takes the outcome apart: exactly one of the two is there.</summary>
    public bool IsRefused([NotNullWhen(true)] out Refusal? why, [NotNullWhen(false)] out T? value)
    {
        (why, value) = (_refusal, _value);
        return why is not null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal why) => new(null, why);
}

/// <summary>Why a wish was not granted.</summary>
/// <param name="Code">Stable, for tests and logs.</param>
/// <param name="Reason">A sentence for people that says what to do.</param>
/// <param name="Field">The form field it is about, if it is about one.</param>
public sealed record Refusal(string Code, string Reason, string? Field = null);
