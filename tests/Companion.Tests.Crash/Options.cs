using System.Globalization;

namespace Companion.Tests.Crash;

/// <summary>How often to kill, by which dice, with how many people answering at once; and whether it is two servers on PostgreSQL of which one is killed.</summary>
public sealed record Options(int Kills, int Seed, int Writers, bool Postgres = false)
{
    public static Options? Read(string[] args)
    {
        var values = new Dictionary<string, int>(StringComparer.Ordinal) { ["--kills"] = 20, ["--seed"] = 1, ["--writers"] = 6 };
        var postgres = args.Contains("--postgres");
        args = [.. args.Where(a => a != "--postgres")];
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!values.ContainsKey(args[i]) || i + 1 >= args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
                return null;
            values[args[i]] = value;
        }

        return new(values["--kills"], values["--seed"], values["--writers"], postgres);
    }
}
