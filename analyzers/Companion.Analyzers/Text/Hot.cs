using System.Runtime.CompilerServices;

namespace Companion.Analyzers.Text;

/// <summary>For loops over the characters of every file: a compiler process is over before the runtime would come to make them fast.</summary>
internal static class Hot
{
    /// <summary>MethodImplOptions.AggressiveOptimization, which is younger than netstandard2.0; older runtimes ignore it.</summary>
    public const MethodImplOptions Loop = (MethodImplOptions)512;
}
