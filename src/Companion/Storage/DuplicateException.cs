using System.Collections.Immutable;
using System.Data.Common;

namespace Companion.Storage;

/// <summary>A row with the same key exists already.</summary>
/// <param name="columns">The key, as <c>table.column</c> in the order of the schema.</param>
/// <param name="inner">What the engine said.</param>
internal sealed class DuplicateException(ImmutableArray<string> columns, Exception inner)
    : DbException($"A row with the same {string.Join(", ", columns)} exists already.", inner)
{
    public ImmutableArray<string> Columns => columns;

    /// <summary>Whether this is the key that the store expects to meet twice: <c>Concerns("rounds.due_on")</c>.</summary>
    public bool Concerns(string column) => columns.Contains(column, StringComparer.Ordinal);
}
