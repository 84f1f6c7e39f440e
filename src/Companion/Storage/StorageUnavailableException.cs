using System.Data.Common;

namespace Companion.Storage;

/// <summary>The database cannot serve now, through no fault of the command. The message is for people.</summary>
internal sealed class StorageUnavailableException(string message, Exception? inner = null, bool passing = false) : DbException(message, inner)
{
    /// <summary>True when trying again later may help by itself, as with a lock held by another program.</summary>
    public override bool IsTransient { get; } = passing;

    /// <summary>True when it broke while saving, so that nobody knows whether it was saved; otherwise nothing was.</summary>
    public bool IsUncertain { get; init; }
}
