using System.Data;
using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>A connection that compiles each of our statements once: compiling costs as much as running it.</summary>
/// <remarks>SQLite compiles a kept statement anew by itself when the schema has changed.</remarks>
internal sealed class CompiledConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>More than we have; lists of ids make statements of their own, and must not grow it for ever.</summary>
    private const int MostKept = 400;

    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>A command that runs what was compiled for its text before.</summary>
    public override SqliteCommand CreateCommand() => new Command(this) { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };

    /// <summary>The compiled statement of a text; null when it is running at this moment, or too many are kept.</summary>
    private Kept? Compiled(string text)
    {
        if (_kept.TryGetValue(text, out var kept))
            return kept.IsRunning ? null : kept;
        if (_kept.Count >= MostKept)
            return null;

        return _kept[text] = new Kept { Connection = this, CommandText = text };
    }

    private sealed class Command(CompiledConnection owner) : SqliteCommand
    {
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            if (owner.Compiled(CommandText) is not { } kept)
                return base.ExecuteReader(behavior);

            kept.Transaction = Transaction;
            kept.CommandTimeout = CommandTimeout;
            kept.Parameters.Clear();
            foreach (SqliteParameter parameter in Parameters)
            {
                // As it stands in the text: else three spellings of each are tried.
                parameter.ParameterName = kept.Spelled(parameter.ParameterName);
                kept.Parameters.Add(parameter);
            }

            return kept.ExecuteReader(behavior);
        }
    }

    private sealed class Kept : SqliteCommand
    {
        private readonly Dictionary<string, string> _spelled = new(StringComparer.Ordinal);

        public bool IsRunning => DataReader is not null;

        public string Spelled(string name)
        {
            if (name is ['@' or '$' or ':', ..])
                return name;
            if (!_spelled.TryGetValue(name, out var spelled))
                _spelled[name] = spelled = $"@{name}";
            return spelled;
        }
    }
}
