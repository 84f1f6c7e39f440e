using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Findings;

/// <summary>The identity of a finding across edits: rule, vendor, container and subject, never a line number.</summary>
internal static class Fingerprint
{
    public const string Key = "fingerprint";

    public static string Of(string rule, string vendor, ISymbol container, string subject) =>
        $"{rule}|{vendor}|{container.GetDocumentationCommentId() ?? container.ToDisplayString()}|{subject}";
}
