using System.Text.RegularExpressions;

namespace Companion.Analyzers.Catalogue;

/// <summary>How a credential looks: a cheap literal part to search for, and the pattern that proves it.</summary>
internal sealed record Secret(string Marker, Regex Pattern);
