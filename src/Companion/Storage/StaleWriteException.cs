namespace Companion.Storage;

/// <summary>What was decided rests on something that has changed since it was read: load again and decide again.</summary>
internal sealed class StaleWriteException(string message = "Someone else changed it first.") : Exception(message);
