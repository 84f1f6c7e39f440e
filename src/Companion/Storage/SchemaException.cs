namespace Companion.Storage;

/// <summary>The database is not one this program may work on. The message says why, and what to do.</summary>
internal sealed class SchemaException(string message) : Exception(message);
