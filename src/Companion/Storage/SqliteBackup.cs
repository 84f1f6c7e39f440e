namespace Companion.Storage;

/// <summary>A copy of the whole database beside it, made before a migration touches it.</summary>
internal static class SqliteBackup
{
    public static string PathBefore(string path, long version) => $"{path}.before-{version}";

    /// <returns>The copy's path, or null when the disk has no room for it.</returns>
    public static string? Make(SqliteFile file, long version)
    {
        if (!HasRoom(file))
            return null;

        var copy = PathBefore(file.Path, version);
        var unfinished = $"{copy}.unfinished";
        File.Delete(unfinished);

        using (var connection = file.OpenVisitor())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $copy";
            command.Parameters.AddWithValue("$copy", unfinished);
            command.ExecuteNonQuery();
        }

        // VACUUM INTO leaves the copy to the system's cache.
        using (var written = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
            written.Flush(flushToDisk: true);

        File.Move(unfinished, copy, overwrite: true);
        return copy;
    }

    // Room for the copy and for as much again: the migration itself may rewrite every table.
    private static bool HasRoom(SqliteFile file)
    {
        var log = new FileInfo($"{file.Path}-wal");
        var size = new FileInfo(file.Path).Length + (log.Exists ? log.Length : 0);
        return file.FreeSpace > 2 * size;
    }
}
