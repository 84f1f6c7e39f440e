namespace Companion.Storage;

/// <summary>The database cannot be used at the moment: full, locked, unreadable. The message is for people and says what to do.</summary>
internal sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
