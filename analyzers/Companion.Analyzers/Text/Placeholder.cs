using System;
using System.Linq;

namespace Companion.Analyzers.Text;

/// <summary>Values that look like a credential and are none: examples, templates, the emulator's published key.</summary>
internal static class Placeholder
{
    private static readonly string[] Marks = ["example", "your", "xxxx", "placeholder", "changeme", "dummy", "fake", "sample", "insert", "redacted", "0000000", "1234567890"];
    private static readonly string[] TestMarks = ["test", "mock", "stub", "abc"];

    // Published by the maker for its local emulators; they open nothing.
    private static readonly string[] EmulatorKeys =
    [
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==",
    ];

    public static bool Is(string value, bool inTests) =>
        EmulatorKeys.Any(k => value.IndexOf(k, StringComparison.Ordinal) >= 0)
        || value.IndexOf('<') >= 0 || value.IndexOf('{') >= 0 || value.IndexOf("...", StringComparison.Ordinal) >= 0
        || Marks.Concat(inTests ? TestMarks : []).Any(m => value.IndexOf(m, StringComparison.OrdinalIgnoreCase) >= 0)
        || value.Distinct().Count() < 10;
}
