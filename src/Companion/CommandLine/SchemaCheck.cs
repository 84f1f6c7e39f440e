using Companion.Storage;

namespace Companion.CommandLine;

/// <summary>What works on a database without serving needs one that is there and has this version's schema.</summary>
internal static class SchemaCheck
{
    /// <exception cref="SchemaException">It has not, and the message says what to do.</exception>
    public static async Task ExpectCurrentAsync(IServiceProvider services, CancellationToken ct)
    {
        var state = await services.GetRequiredService<Migrator>().StateAsync(ct);
        if (!state.IsCurrent)
            throw new SchemaException(state.Objection ?? (state.Version == 0
                ? $"There is no database at {state.Place} yet: start Companion once."
                : $"{state.Place} has schema {state.Version}, this version needs {state.Newest}: run companion migrate."));
    }
}
