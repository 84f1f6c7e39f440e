namespace Companion.Views;

/// <summary>The conversation in which a unit's news appear.</summary>
/// <param name="Unit">The unit's key; empty for the whole organisation.</param>
internal sealed record ChannelChoice(string Unit, string Name);
