namespace Companion.Dashboard;

internal sealed class Settings
{
    public const string Section = "Dashboard";

    /// <summary>True to show the dashboard to everybody who can reach the server; else only this machine sees it.</summary>
    public bool Public { get; init; }
}
