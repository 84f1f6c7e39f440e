namespace Companion.Chat;

/// <summary>A platform did not take a message. What follows depends on the fault, not on the platform.</summary>
/// <param name="code">The platform's own word for it, for logs and for the stewards; never the text of a message.</param>
/// <param name="after">For <see cref="SendFault.Retry"/>: how long the platform asks to wait; null for our own back-off.</param>
internal sealed class SendException(SendFault fault, string code, TimeSpan? after = null, Exception? inner = null) : Exception($"{fault}: {code}", inner)
{
    public SendFault Fault => fault;

    public string Code => code;

    public TimeSpan? After => after;
}

internal enum SendFault
{
    /// <summary>It may work later: the platform is busy, slow or down.</summary>
    Retry,

    /// <summary>This person or channel cannot be reached any more. The message is given up, the stewards are told once.</summary>
    Unreachable,

    /// <summary>The whole workspace is out of reach until somebody installs again. What waits, waits.</summary>
    Disconnected,

    /// <summary>We sent something that the platform does not accept: no use in trying again.</summary>
    Bug,
}
