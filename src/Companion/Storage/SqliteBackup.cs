namespace Companion.Storage;

/// <summary>Copies of the whole database in one file, also while a server writes: the copy is of one moment.</summary>
internal static class SqliteBackup
{
    public static string PathBefore(string path, long version) => $"{path}.before-{version}";

    /// <summary>The copy beside the database that is made before a migration touches it.</summary>
    /// <returns>The copy's path, or null when the disk has no room for it.</returns>
    public static string? MakeBefore(SqliteFile file, long version)
    {
        var copy = PathBefore(file.Path, version);
        // Room for the copy and for as much again: the migration itself may rewrite every table.
        if (file.FreeSpace <= 2 * SizeOf(file))
            return null;

        Make(file, copy);
        return copy;
    }

    /// <summary>A copy at a place of one's choice.</summary>
    /// <exception cref="StorageUnavailableException">There is no room for it, or the place cannot be written.</exception>
    public static void MakeAt(SqliteFile file, string copy)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (new DriveInfo(folder.FullName).AvailableFreeSpace <= SizeOf(file))
                throw new StorageUnavailableException($"There is no room for a copy in {folder.FullName}.", passing: true);
            Make(file, copy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"{copy} cannot be written: {e.Message}", e);
        }
    }

    private static void Make(SqliteFile file, string copy)
    {
        var unfinished = $"{copy}.unfinished";
        File.Delete(unfinished);
        MakePrivate(unfinished);
        using (var connection = file.OpenVisitor())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $copy";
            command.Parameters.AddWithValue("$copy", unfinished);
            command.ExecuteNonQuery();
        }

        Finish(unfinished, copy);
    }

    /// <summary>Puts a copy in its place once it is on the disk; SQLite and the file system leave it to the system's cache.</summary>
    public static void Finish(string unfinished, string copy)
    {
        using (var written = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
            written.Flush(flushToDisk: true);

        File.Move(unfinished, copy, overwrite: true);
    }

    /// <summary>An empty file that only this user can read: people's answers are nobody else's business. SQLite copies into it.</summary>
    public static void MakePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
    }

    private static long SizeOf(SqliteFile file)
    {
        var log = new FileInfo($"{file.Path}-wal");
        return new FileInfo(file.Path).Length + (log.Exists ? log.Length : 0);
    }
}
