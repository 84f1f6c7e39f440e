using System.Globalization;

namespace Companion.Storage;

/// <summary>One step of the schema; its number and name come from its file, <c>0001_start.sqlite.sql</c>.</summary>
internal sealed record MigrationScript(int Version, string Name, string Sql)
{
    private const string Folder = "Companion.Storage.Migrations.";
    private const string Ending = ".sqlite.sql";

    /// <summary>The scripts inside the program, ascending.</summary>
    public static IReadOnlyList<MigrationScript> Embedded { get; } =
    [
        .. typeof(MigrationScript).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal) && n.EndsWith(Ending, StringComparison.Ordinal))
            .Select(Load).OrderBy(s => s.Version),
    ];

    private static MigrationScript Load(string resource)
    {
        using var reader = new StreamReader(typeof(MigrationScript).Assembly.GetManifestResourceStream(resource)!);
        var file = resource[Folder.Length..^Ending.Length];
        return new(int.Parse(file[..4], CultureInfo.InvariantCulture), file[5..], reader.ReadToEnd());
    }
}
