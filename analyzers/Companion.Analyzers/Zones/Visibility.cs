using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>Whether code outside the assembly can see a symbol.</summary>
internal static class Visibility
{
    public static bool IsPublic(ISymbol symbol)
    {
        for (ISymbol? s = symbol; s is not null and not INamespaceSymbol; s = s.ContainingSymbol)
        {
            if (s.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }
}
