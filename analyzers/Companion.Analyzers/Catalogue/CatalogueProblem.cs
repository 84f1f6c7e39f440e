namespace Companion.Analyzers.Catalogue;

/// <summary>What is wrong with a catalogue file, and where in its text.</summary>
internal sealed record CatalogueProblem(string Message, int Start, int End);
