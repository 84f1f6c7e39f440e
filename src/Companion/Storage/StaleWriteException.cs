namespace Companion.Storage;

/// <summary>Somebody else changed it first; reading and deciding again is safe.</summary>
internal sealed class StaleWriteException(string message) : Exception(message);
