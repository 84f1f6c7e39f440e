namespace Companion.Platforms.Teams;

/// <summary>What a card is shown as: how its buttons come back, and whom it may mention.</summary>
/// <param name="MentionOf">The id by which Teams knows a member; null where a name is just a name. Everybody in a channel would be notified, so mentions are made only where one person reads.</param>
internal sealed record Frame(Func<Guid, string?>? MentionOf = null)
{
    public static readonly Frame Bare = new();

    /// <summary>The command line that this card answers, when asking again gives the same card; null for what changed something and for what came by itself.</summary>
    public string? Line { get; init; }

    /// <summary>True for what the outbox sent: the message itself can be looked up again.</summary>
    public bool IsKept { get; init; }

    /// <summary>Where a button "Back" leads.</summary>
    public Origin? Back { get; init; }

    /// <summary>Which page of a card that is too long for one, counted from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Who sees the card refreshed when they open the conversation; null for nobody.</summary>
    public string? RefreshFor { get; init; }

    /// <summary>Whom a form lets one choose; null where names are typed.</summary>
    public Choosable? Choosable { get; init; }

    /// <summary>Which step of a form that is too long for one card, counted from 1.</summary>
    public int Step { get; init; } = 1;

    /// <summary>True in a dialog, which knows no other button than Action.Submit, and no message's limits.</summary>
    public bool IsDialog { get; init; }

    /// <summary>What its buttons say they were pressed on; null where nothing leads back. Each button carries it twice, so a long line is not worth it.</summary>
    public Origin? Here => IsKept ? Origin.Message : Line is { Length: <= Origin.LongestLine } line ? new(line, Page) : null;
}

/// <summary>A card that can be shown again: by its line, or as the message that the outbox sent.</summary>
/// <param name="Line">The command line; empty for the message itself.</param>
internal sealed record Origin(string Line, int Page)
{
    public const int LongestLine = 300;

    public static readonly Origin Message = new("", 1);
}
