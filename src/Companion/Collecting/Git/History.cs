using System.Collections.Immutable;

namespace Companion.Collecting.Git;

/// <summary>A repository's accepted contributions up to a moment, and who made them.</summary>
/// <param name="Contributions">In the order in which they were accepted.</param>
/// <param name="Until">Nothing later was looked at.</param>
/// <param name="ShallowSince">For a clone without its whole history: the oldest moment it knows of; null for a whole one.</param>
/// <param name="Merges">How many merges were passed over: what they brought is counted itself.</param>
/// <param name="ByBots">How many contributions were made by bots alone, and are not counted.</param>
internal sealed record History(ImmutableArray<Contribution> Contributions, DateTimeOffset Until, DateTimeOffset? ShallowSince, int Merges, int ByBots);

/// <summary>A commit that is no merge, accepted when the mainline took it in.</summary>
/// <param name="Arrival">The mainline commit that brought it: what one merge brought arrived together.</param>
/// <param name="AcceptedAt">When that was, by the committer's clock.</param>
/// <param name="People">The author and the co-authors, each once, without bots.</param>
internal sealed record Contribution(int Arrival, DateTimeOffset AcceptedAt, ImmutableArray<Person> People);

/// <summary>Somebody, under all the names and addresses they used.</summary>
/// <param name="Mails">Lower case; the first is the one used last.</param>
/// <param name="IsCore">Whether a rule of whoever measures says so.</param>
internal sealed record Person(int Number, string Name, ImmutableArray<string> Mails, bool IsCore);
