using Companion.CommandLine;

return await Commands.Root().Parse(args).InvokeAsync();

/// <summary>Named so that tests can start the whole program.</summary>
internal sealed partial class Program;
