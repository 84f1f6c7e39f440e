using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Members;
using Companion.Core.Units;
using Companion.Storage;
using Companion.Templates;

namespace Companion.Commands;

/// <summary>The setup form, read and checked as a whole: every error at its field, at once.</summary>
internal sealed class SetUpPlan
{
    public const int LongestName = 80;
    private const int MostPeople = 200;

    private readonly List<Refusal> _errors = [];

    private readonly Caller _caller;

    private SetUpPlan(UnitTemplate template, Caller caller) => (Template, _caller) = (template, caller);

    public IReadOnlyList<Refusal> Errors => _errors;

    public UnitTemplate Template { get; private set; }

    public string OrganisationName { get; private set; } = "";

    public string Zone { get; private set; } = "";

    /// <summary>What the caller wants to be called from now on; null to keep the name.</summary>
    public string? OwnName { get; private set; }

    public ImmutableArray<NewMember> NewMembers { get; private set; } = [];

    public int Level { get; private set; }

    public string? Rationale { get; private set; }

    public Target? Target { get; private set; }

    public Cadence? Cadence { get; private set; }

    private ImmutableArray<string> OwnerNames { get; set; } = [];

    public static SetUpPlan Read(Fields fields, ImmutableArray<UnitTemplate> left, Caller caller)
    {
        var plan = new SetUpPlan(left[0], caller);
        plan.ReadOrganisation(fields, caller);
        plan.ReadPeople(fields, caller);
        plan.ReadUnit(fields, left);
        plan.ReadTarget(fields, caller.Today);
        plan.ReadCadence(fields, caller);
        return plan;
    }

    /// <summary>The owners among those who were there and those who come.</summary>
    public ImmutableArray<Guid> OwnersIn(ImmutableArray<Member> members) =>
        [.. OwnerNames.Select(n => OwnName is not null && Same(OwnName, n) ? _caller.Id : members.FirstOrDefault(m => Same(m.Name, n))?.Id ?? NewMembers.First(m => Same(m.Name, n)).Id).Distinct()];

    private void ReadOrganisation(Fields fields, Caller caller)
    {
        OrganisationName = fields["organisation"] ?? (caller.Organisation.IsSetUp ? caller.Organisation.Name : "");
        if (OrganisationName.Length is 0 or > LongestName)
            Refuse("organisation", $"Give the organisation a name of up to {LongestName} characters.");

        Zone = fields["zone"] ?? caller.Organisation.Zone;
        if (Zones.Find(Zone) is null)
            Refuse("zone", "That is no time zone. Write one such as Europe/Berlin, America/New_York or UTC.");
    }

    private void ReadPeople(Fields fields, Caller caller)
    {
        var names = MemberNames.Split(fields["people"] ?? "");
        if (names.FirstOrDefault(n => n.Length > LongestName) is not null)
            Refuse("people", $"A name has up to {LongestName} characters; separate names by commas.");
        if (names.Length > MostPeople)
            Refuse("people", $"Up to {MostPeople} people can be added at once.");
        OwnName = fields["you"] is { } you && MemberNames.Plain(you) is { Length: > 0 } own ? own : null;
        if (OwnName is { Length: > LongestName } || caller.Members.Any(m => m.Id != caller.Id && OwnName is not null && Same(m.Name, OwnName)))
            Refuse("you", $"Choose a name of up to {LongestName} characters that nobody else has.");
        if (_errors.Exists(e => e.Field == "people"))
            return;

        var strangers = names.Where(n => caller.Members.All(m => !Same(m.Name, n)) && !Same(n, OwnName ?? "")).ToList();
        // A chat with accounts knows its people: whoever is not known there could not be reached.
        if (caller.Input.KeepsHistory && strangers.Count > 0)
            Refuse("people", $"{strangers[0]} is not known here yet. The people of this chat come in by themselves; leave this empty.");
        NewMembers = [.. strangers.Distinct(StringComparer.OrdinalIgnoreCase).Select(n => NewMember.Called(n, Zone, caller.Now))];
    }

    private void ReadUnit(Fields fields, ImmutableArray<UnitTemplate> left)
    {
        if (left.FirstOrDefault(t => t.Key == fields["unit"]) is not { } template)
        {
            Refuse("unit", $"Choose one of {string.Join(", ", left.Select(t => t.Key))}.");
            return;
        }

        Template = template;
        if (!int.TryParse(fields["level"] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var level) || (level != 0 && template.Stages.All(s => s.Position != level)))
            Refuse("level", $"Choose 0 or one of {string.Join(", ", template.Stages.Select(s => s.Position))}.");
        Level = level;
        Rationale = fields["rationale"];
        if (level > 0 && Rationale is null)
            Refuse("rationale", "It does not start at 0: say why, the log keeps the reason.");
        if (Rationale is { Length: > Core.Decisions.DecisionTexts.Longest })
            Refuse("rationale", $"Up to {Core.Decisions.DecisionTexts.Longest:N0} characters fit.");
        OwnerNames = MemberNames.Split(fields["owners"] ?? "");
    }

    private void ReadTarget(Fields fields, DateOnly today)
    {
        if (fields["target"] is not { } text || text == "none")
            return;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var target) || Template.Stages.All(s => s.Position != target))
            Refuse("target", $"Choose one of {string.Join(", ", Template.Stages.Select(s => s.Position))}, or none.");

        DateOnly? by = null;
        if (fields["by"] is { } day)
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
                Refuse("by", "Write the day as 2026-06-30.");
            else if (parsed < today || parsed > today.AddYears(10))
                Refuse("by", "Choose a day from today on, within ten years.");
            by = parsed;
        }

        Target = new(target, by);
    }

    private void ReadCadence(Fields fields, Caller caller)
    {
        var zone = Zones.Find(Zone) is null ? "UTC" : Zone;
        if (Core.CheckIns.Cadence.Parse(fields["cadence"] ?? "every month on the first Tuesday 10:00", caller.Today, zone).IsRefused(out var why, out var cadence))
            _errors.Add(why with { Field = "cadence" });

        Cadence = cadence;
        var known = caller.Members.Select(m => m.Name).Concat(NewMembers.Select(m => m.Name)).Append(OwnName ?? "").ToList();
        foreach (var stranger in OwnerNames.Where(n => !known.Exists(k => Same(k, n))))
            Refuse("owners", $"{(stranger.Length > LongestName ? "That name" : stranger)} is not among the people. Add the name to the people first.");
    }

    private void Refuse(string field, string reason) => _errors.Add(new($"setup.{field}", reason, field));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
