namespace Companion.CommandLine;

/// <summary>Placeholder until the demo is built below.</summary>
internal static class Demo
{
    public const string File = "data/demo.db";

    public static Task FillAsync(IServiceProvider services, TextWriter output, CancellationToken ct) => Task.CompletedTask;
}
