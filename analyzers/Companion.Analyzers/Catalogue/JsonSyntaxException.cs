using System;

namespace Companion.Analyzers.Catalogue;

internal sealed class JsonSyntaxException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}
