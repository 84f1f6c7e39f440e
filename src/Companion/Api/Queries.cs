using System.Collections.Immutable;
using System.Globalization;
using Companion.Commands;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Units;
using Companion.Storage;
using Companion.Views;

namespace Companion.Api;

/// <summary>What the API reads: always of the caller's organisation, and of one unit where the token says so.</summary>
internal sealed class Queries(UnitStore units, UnitStates states, DecisionStore decisions, PrecedentSearch search, MemberStore members)
{
    public async Task<IReadOnlyList<UnitAnswer>> UnitsAsync(ApiCaller caller, CancellationToken ct)
    {
        var nameOf = await NamesAsync(caller, ct);
        return [.. (await VisibleAsync(caller, ct)).Select(s => Shapes.Unit(s.Assessment, nameOf))];
    }

    public async Task<Outcome<UnitDetails>> UnitAsync(ApiCaller caller, string key, CancellationToken ct)
    {
        var isGate = string.Equals(key, Questionnaire.GateKey, StringComparison.OrdinalIgnoreCase);
        if (isGate && caller.Token.UnitKey is { } only)
            return OnlyAbout(only);
        var all = await units.EverAsync(caller.Organisation.Id, ct);
        if (isGate && all.FirstOrDefault(u => u.RetiredAt is null) is { } beside)
            return Shapes.Gate((await states.OneAsync(caller.Organisation, beside, caller.Now, ct)).Assessment);

        return Find(caller, all, key).IsRefused(out var why, out var unit) ? why : Shapes.Details((await states.OneAsync(caller.Organisation, unit, caller.Now, ct)).Assessment);
    }

    public async Task<Outcome<AssessmentAnswer>> AssessmentAsync(ApiCaller caller, string key, CancellationToken ct) =>
        Find(caller, await units.EverAsync(caller.Organisation.Id, ct), key).IsRefused(out var why, out var unit)
            ? why
            : Shapes.Assessment(await states.OneAsync(caller.Organisation, unit, caller.Now, ct), await NamesAsync(caller, ct));

    public async Task<IReadOnlyList<AssessmentAnswer>> AssessmentsAsync(ApiCaller caller, CancellationToken ct)
    {
        var nameOf = await NamesAsync(caller, ct);
        return [.. (await VisibleAsync(caller, ct)).Select(s => Shapes.Assessment(s, nameOf))];
    }

    public async Task<Outcome<FoundDecisions>> DecisionsAsync(ApiCaller caller, DecisionFilter filter, CancellationToken ct)
    {
        var all = await units.EverAsync(caller.Organisation.Id, ct);
        var named = await members.NamesAsync(caller.Organisation.Id, ct);
        if (Read(caller, filter, all, named).IsRefused(out var why, out var wish))
            return why;

        var nameOf = Names(named);
        var keys = all.ToDictionary(u => u.Id, u => u.Key);
        return new FoundDecisions([.. (await search.FindAsync(caller.Organisation.Id, wish, ct)).Select(d => Shapes.Decision(d, keys, nameOf))]);
    }

    public async Task<Outcome<DecisionDetailsAnswer>> DecisionAsync(ApiCaller caller, long number, CancellationToken ct)
    {
        var organisation = caller.Organisation.Id;
        if (await decisions.FindAsync(organisation, number, ct) is not { } decision)
            return new Refusal("decision.unknown", $"There is no decision {number}.");
        if (!caller.Sees(decision.UnitId))
            return OnlyAbout(caller.Token.UnitKey!);

        var entry = (await decisions.ChainAsync(organisation, number - 1, 1, ct))[0].Entry;
        var keys = (await units.EverAsync(organisation, ct)).ToDictionary(u => u.Id, u => u.Key);
        return Shapes.Details(decision, entry, await decisions.SuccessorAsync(organisation, number, ct), keys, await NamesAsync(caller, ct));
    }

    private async Task<IEnumerable<UnitState>> VisibleAsync(ApiCaller caller, CancellationToken ct)
    {
        if (caller.Token.UnitId is null)
            return await states.AllAsync(caller.Organisation, caller.Now, ct);

        return (await units.AllAsync(caller.Organisation.Id, ct)).FirstOrDefault(u => u.Id == caller.Token.UnitId) is { } only
            ? [await states.OneAsync(caller.Organisation, only, caller.Now, ct)]
            : [];
    }

    private static Outcome<Unit> Find(ApiCaller caller, ImmutableArray<Unit> all, string key) =>
        FindEver(caller, all, key).IsRefused(out var why, out var unit) ? why
        : unit.RetiredAt is null ? unit
        : new Refusal("unit.unknown", $"{unit.Key} is retired. A steward brings it back in the chat with: units restore {unit.Key}.", "key");

    /// <summary>The unit of that key, retired or not: the log speaks of both.</summary>
    private static Outcome<Unit> FindEver(ApiCaller caller, ImmutableArray<Unit> all, string key)
    {
        // A token for one unit is not told which others there are.
        if (caller.Token.UnitKey is { } only && !string.Equals(key, only, StringComparison.OrdinalIgnoreCase))
            return OnlyAbout(only);

        return all.FirstOrDefault(u => string.Equals(u.Key, key, StringComparison.OrdinalIgnoreCase)) is { } unit
            ? unit
            : new Refusal("unit.unknown", $"There is no unit \"{(key.Length > 40 ? $"{key[..40]}…" : key)}\". There is {string.Join(", ", all.Where(u => u.RetiredAt is null).Select(u => u.Key))}.", "key");
    }

    private static Refusal OnlyAbout(string unit) => new("token.unit", $"This token speaks about {unit} only.");

    private static Outcome<DecisionSearch> Read(ApiCaller caller, DecisionFilter filter, ImmutableArray<Unit> all, IReadOnlyList<NamedMember> named)
    {
        Unit? unit = null;
        var key = filter.Unit ?? caller.Token.UnitKey;
        if (key is not null && FindEver(caller, all, key).IsRefused(out var why, out unit))
            return why;
        DecisionKind? kind = null;
        if (filter.Kind is { } word)
        {
            if (!Enum.TryParse<DecisionKind>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed) || !char.IsAsciiLetter(word[0]))
                return new Refusal("filter.kind", $"There is no such kind. There is {string.Join(", ", Enum.GetNames<DecisionKind>())}.", "kind");
            kind = parsed;
        }

        if (filter.By is { } by && named.All(m => m.Id != by))
            return new Refusal("filter.by", "Nobody here has that id.", "by");
        if (filter.Text is { Length: > 500 })
            return new Refusal("filter.text", "Up to 500 characters can be searched for.", "text");

        return DayOf(filter.From, "from").IsRefused(out why, out var from) || DayOf(filter.To, "to").IsRefused(out why, out var to)
            ? why
            : new DecisionSearch(filter.Text ?? "", unit?.Id, filter.By is { } who ? [.. named.Where(m => m.Id == who || m.Person == who).Select(m => m.Id)] : null, kind, from.Day, to.Day, caller.Organisation.TimeZone);
    }

    private static Outcome<Given> DayOf(string? text, string field) =>
        text is null ? new Given(null)
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new Given(day)
        : new Refusal("filter.day", $"Write {field} as a day, such as 2026-01-31.", field);

    private async Task<Func<Guid, string>> NamesAsync(ApiCaller caller, CancellationToken ct) => Names(await members.NamesAsync(caller.Organisation.Id, ct));

    private static Func<Guid, string> Names(IReadOnlyList<NamedMember> named)
    {
        var names = named.ToDictionary(m => m.Id, m => m.Name);
        return id => names.GetValueOrDefault(id, "somebody");
    }

    private sealed record Given(DateOnly? Day);
}

/// <summary>What is looked for in the log.</summary>
/// <param name="Unit">The key of a unit.</param>
/// <param name="Kind">One kind: hold, step-back.</param>
/// <param name="By">The id of a member.</param>
/// <param name="From">The first day, in the organisation's zone.</param>
/// <param name="To">The last day, in the organisation's zone.</param>
/// <param name="Text">Words to look for.</param>
internal sealed record DecisionFilter(string? Unit, string? Kind, Guid? By, string? From, string? To, string? Text);

internal sealed record FoundDecisions(ImmutableArray<DecisionAnswer> All);
