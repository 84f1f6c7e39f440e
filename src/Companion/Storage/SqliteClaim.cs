namespace Companion.Storage;

/// <summary>One process serves one SQLite file. The claim is a locked file beside it, which the system frees even after a kill.</summary>
internal sealed class SqliteClaim(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private FileStream? _held;

    public bool IsHeld => _held is not null;

    /// <exception cref="StorageUnavailableException">Another process has it, or the folder cannot be written.</exception>
    public void Take()
    {
        lock (_gate)
            _held ??= Open();
    }

    // The file stays when the lock goes: deleting it could pull it from under a process that has just opened it.
    public void Dispose() => _held?.Dispose();

    private FileStream Open()
    {
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            return new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        // Exactly this type says "in use"; its heirs name missing folders and the like.
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            throw new StorageUnavailableException($"Another Companion is running on {path}: stop it first, or name another file in Storage:ConnectionString. ({e.Message})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The folder of {path} cannot be written: {e.Message}", e);
        }
    }

    // People's answers are nobody else's business on a shared machine.
    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
