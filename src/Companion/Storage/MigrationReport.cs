using System.Collections.Immutable;

namespace Companion.Storage;

/// <summary>What a migration did: nothing, if <paramref name="From"/> equals <paramref name="To"/>.</summary>
/// <param name="From">The version before; 0 for a new database.</param>
/// <param name="To">The version now.</param>
/// <param name="Applied">The names of the scripts that ran, in order.</param>
/// <param name="Backup">The copy made before, if there was something to copy and room for it.</param>
internal sealed record MigrationReport(long From, long To, ImmutableArray<string> Applied, string? Backup);
