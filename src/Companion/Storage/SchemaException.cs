namespace Companion.Storage;

/// <summary>The database cannot be used by this version; the message says why and what to do.</summary>
internal sealed class SchemaException(string message) : Exception(message);
