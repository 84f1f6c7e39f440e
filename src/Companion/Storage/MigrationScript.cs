using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace Companion.Storage;

/// <summary>One step of the schema: <c>0001_start.sqlite.sql</c> takes it to version 1.</summary>
internal sealed record MigrationScript(long Version, string Name, string Sql)
{
    private const string Folder = "Companion.Storage.Migrations.";

    /// <summary>The scripts of one engine that this program carries.</summary>
    public static ImmutableArray<MigrationScript> Embedded(string engine)
    {
        var assembly = typeof(MigrationScript).Assembly;
        var ending = $".{engine}.sql";

        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal))
                .Select(name => Read(assembly, name, name[Folder.Length..^ending.Length]))
                .OrderBy(script => script.Version),
        ];
    }

    private static MigrationScript Read(Assembly assembly, string resource, string title)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var (number, name) = (title[..4], title[5..]);
        return new MigrationScript(long.Parse(number, CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
