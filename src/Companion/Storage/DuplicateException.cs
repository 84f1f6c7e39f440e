namespace Companion.Storage;

/// <summary>A row with this key is there already.</summary>
internal sealed class DuplicateException(string message, Exception inner) : Exception(message, inner);
