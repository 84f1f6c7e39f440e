using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>criteria contributors</c>, <c>criteria gate</c></summary>
internal sealed record ListCriteria(string Unit, int Page) : Command;

/// <summary><c>criteria contributors add</c>, <c>criteria contributors edit know-how</c>, <c>criteria contributors edit know-how threshold 50 because ...</c></summary>
/// <param name="Key">Null for a new one.</param>
/// <param name="Part">The one part to change, without a form.</param>
internal sealed record EditCriterion(string Unit, string? Key, string? Part, string? Value, string? Because, Fields Fields) : Command;

/// <summary><c>criteria contributors remove know-how because ...</c></summary>
internal sealed record RemoveCriterion(string Unit, string Key, string? Because, Fields Fields) : Command;

/// <summary><c>criteria contributors exempt know-how because ...</c>, <c>criteria contributors include know-how because ...</c></summary>
internal sealed record ExemptCriterion(string Unit, string Key, bool Applies, string? Because, Fields Fields) : Command;

/// <summary>Reads and edits what guards the stages of a unit, or the stability gate.</summary>
internal sealed class EditCriteriaHandler(UnitStore units, UnitStates equalizer, ReporterStore reporters, Ledger ledger)
{
    public async Task<Reply> ListAsync(ListCriteria command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command.Unit, caller, ct)).IsRefused(out var why, out var guarded))
            return Answers.Refused(why);

        var asked = (await reporters.AllAsync(caller.Organisation.Id, ct)).Where(r => r.Unit == guarded.Key).ToDictionary(r => r.Criterion, r => r.Member, StringComparer.Ordinal);
        return new Reply.Show(CriteriaView.List(guarded.Key, guarded.Name, guarded.Readings, guarded.Coming, asked, command.Page, guarded.MayEdit(caller), caller.NameOf));
    }

    public async Task<Reply> EditAsync(EditCriterion command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command.Unit, caller, ct)).IsRefused(out var why, out var guarded))
            return Answers.Refused(why);
        if (!guarded.MayEdit(caller))
            return Answers.Refused(NotYours(guarded));
        var before = command.Key is null ? null : guarded.Latest(command.Key);
        if (command.Key is not null && before is null)
            return Answers.Refused(Unknown(guarded, command.Key));
        if (command.Part is not null)
            return await QuickAsync(command, guarded, before!, caller, ct);
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(CriteriaView.Form(guarded.Key, guarded.Name, guarded.Stages, before));

        var draft = CriterionDraft.Read(command.Fields, before, guarded.Stages);
        if (draft.Errors.Count > 0)
            return Answers.Errors(draft.Errors);
        if (before is null && guarded.Has(draft.Criterion!.Key))
            return Answers.Refused(new("criterion.taken", "There is a criterion of that key already.", "key"), command.Fields);
        return await SaveAsync(guarded, before, draft.Criterion!, command.Because, command.Fields, caller, ct);
    }

    public async Task<Reply> RemoveAsync(RemoveCriterion command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command.Unit, caller, ct)).IsRefused(out var why, out var guarded))
            return Answers.Refused(why);
        if (guarded.Latest(command.Key) is not { } before)
            return Answers.Refused(Unknown(guarded, command.Key));
        if (!guarded.MayEdit(caller))
            return Answers.Refused(NotYours(guarded));
        return command.Because is null && !command.Fields.AreSubmitted
            ? new Reply.OpenForm(CriteriaView.Why($"Remove {before.Key}", $"criteria {guarded.Key} remove {before.Key}", $"{before.Sentence}. What was observed for it stays on record."))
            : await SaveAsync(guarded, before, null, command.Because, command.Fields, caller, ct);
    }

    public async Task<Reply> ExemptAsync(ExemptCriterion command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command.Unit, caller, ct)).IsRefused(out var why, out var guarded))
            return Answers.Refused(why);
        if (guarded.Find(command.Key) is not { } criterion)
            return Answers.Refused(guarded.Announced(command.Key) is { } coming
                ? new("criterion.coming", $"{coming.Criterion!.Key} counts only from {Wording.Day(caller.Organisation.DayOf(coming.Effective))} on. Until then it can be edited or removed.")
                : Unknown(guarded, command.Key));
        // Declaring a criterion not applicable counts it as met: that relaxes, whatever it is called.
        var needsOther = !command.Applies && (!caller.IsSteward || (guarded.Unit?.Owners is [var only] && only == caller.Id && caller.Stewards.Any(s => s != caller.Id)));
        if (needsOther || !guarded.MayEdit(caller))
            return Answers.Refused(new("criterion.exempt-needs-steward", "Declaring a criterion not applicable needs a steward who is not the unit's only owner. Ask one to do it."));
        var reading = guarded.Readings.FirstOrDefault(r => r.Criterion.Key == criterion.Key);
        // On notice to apply again, it can still be declared not applicable, which ends the notice.
        var isExempt = reading is { State: CriterionState.NotApplicable };
        var isOnNotice = isExempt && reading!.Announced?.Criterion == reading.Criterion;
        if (reading is not null && (command.Applies ? !isExempt || isOnNotice : isExempt && !isOnNotice))
            return Answers.Refused(new("criterion.same", command.Applies ? $"{criterion.Key} applies already{(isOnNotice ? $" from {Wording.Day(caller.Organisation.DayOf(reading!.Announced!.Effective))} on" : "")}." : $"{criterion.Key} is not applicable already."));
        var verb = command.Applies ? "include" : "exempt";
        if (command.Because is null && !command.Fields.AreSubmitted)
            return new Reply.OpenForm(CriteriaView.Why(command.Applies ? $"{criterion.Key} applies again" : $"{criterion.Key} is not applicable", $"criteria {guarded.Key} {verb} {criterion.Key}", command.Applies ? $"It has to be proved {Rules.Default.Notice.Days} days from now; until then it counts as met." : "It counts as met from now on; the log shows who said so and why."));
        if (Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts))
            return Answers.Refused(why, command.Fields);

        // To apply again can turn met into not met: that has its notice, as every tightening.
        DateTimeOffset? from = command.Applies ? caller.Now + Rules.Default.Notice : null;
        var says = from is { } effective ? $"{criterion.Key} applies again from {Wording.Day(caller.Organisation.DayOf(effective))} on" : $"{criterion.Key} is not applicable";
        return await WriteAsync(guarded, DecisionKind.DeclareApplicability, says, texts, new ApplicabilityDeclared(caller.Now, criterion.Key, command.Applies, from), caller, ct);
    }

    private async Task<Reply> QuickAsync(EditCriterion command, Guarded guarded, Criterion before, Caller caller, CancellationToken ct)
    {
        var part = command.Part!.ToLowerInvariant();
        if (!CriteriaView.Parts(before).TryGetValue(part, out _))
            return Answers.Refused(new("criterion.part", $"\"{part}\" is not a part of a criterion. There is {string.Join(", ", CriteriaView.Parts(before).Keys)}."));
        if (command.Value is null)
            return Answers.Refused(new("criterion.value", $"Write the new {part}: criteria {guarded.Key} edit {before.Key} {part} 50 because ..."));

        var parts = CriteriaView.Parts(before).SetItem(part, command.Value);
        // A sentence that names the old threshold would contradict the new one.
        if (part == "threshold")
            parts = parts.SetItem("sentence", CriteriaView.Reworded(before, command.Value));
        var fields = new Fields(parts);
        var draft = CriterionDraft.Read(fields, before, guarded.Stages);
        return draft.Errors.Count > 0
            ? Answers.Refused(draft.Errors[0])
            : await SaveAsync(guarded, before, draft.Criterion!, command.Because, Fields.None, caller, ct);
    }

    /// <param name="before">As it counts, or will; null for a new one.</param>
    private async Task<Reply> SaveAsync(Guarded guarded, Criterion? before, Criterion? after, string? because, Fields fields, Caller caller, CancellationToken ct)
    {
        if (before == after)
            return Answers.Refused(new("criterion.same", "Nothing would change.", "threshold"), fields);
        var isFirst = before is null && guarded.Unit is not null && guarded.Readings.All(r => r.Criterion.Stage != after!.Stage) && !guarded.Assessment.FreedStages.Contains(after!.Stage);
        var owners = guarded.Unit?.Owners ?? [];
        var (counts, announced) = before is null ? (null, null) : (guarded.Find(before.Key), guarded.Announced(before.Key));
        if (CriterionEdit.Decide(counts, after, caller.Id, owners, [.. caller.Stewards], Rules.Default, caller.Now, announced, isFirst).IsRefused(out var why, out var fact))
            return Answers.Refused(fields.AreSubmitted ? why with { Field = "rationale" } : why, fields);
        if (Ledger.Reason(because, fields).IsRefused(out why, out var texts))
            return Answers.Refused(why, fields);

        var from = fact.Effective > caller.Now ? $", from {Wording.Day(caller.Organisation.DayOf(fact.Effective))} on" : "";
        return await WriteAsync(guarded, DecisionKind.ChangeCriterion, CriteriaView.Changed(before, after) + from, texts, fact, caller, ct);
    }

    private async Task<Reply> WriteAsync(Guarded guarded, DecisionKind kind, string says, DecisionTexts texts, Fact fact, Caller caller, CancellationToken ct)
    {
        if (guarded.Unit is null)
            return await ledger.ChangeGateAsync(new(kind, new() { Says = $"the gate: {says}" }, texts), [fact], caller, ct);

        var level = guarded.Assessment.Level;
        return await ledger.ChangeUnitAsync(guarded.Unit, new(kind, new() { From = level, To = level, Says = says }, texts), [fact], caller, ct);
    }

    private async Task<Outcome<Guarded>> FindAsync(string word, Caller caller, CancellationToken ct)
    {
        if (Answers.FindWithGate(await units.EverAsync(caller.Organisation.Id, ct), word).IsRefused(out var why, out var named))
            return why;
        var (unit, isGate) = named;

        var assessment = (await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct)).Assessment;
        return new Guarded(isGate ? null : unit, assessment);
    }

    private static Refusal NotYours(Guarded guarded) => new("criterion.not-yours", guarded.Unit is null ? "Only a steward changes the criteria of the gate." : $"Only an owner of {guarded.Name} or a steward changes its criteria.");

    private static Refusal Unknown(Guarded guarded, string key) => new(
        "criterion.unknown", $"{guarded.Name} has no criterion \"{(key.Length > 40 ? $"{key[..40]}…" : key)}\". There is {string.Join(", ", guarded.Readings.Select(r => r.Criterion.Key).Concat(guarded.Coming.Select(c => c.Criterion!.Key)))}.");

    /// <summary>A unit, or the gate, with what guards it.</summary>
    private sealed record Guarded(Unit? Unit, Assessment Assessment)
    {
        public string Key => Unit?.Key ?? Questionnaire.GateKey;

        public string Name => Unit?.Name ?? "The stability gate";

        public ImmutableArray<Reading> Readings => Unit is null ? Assessment.GateReadings : Assessment.Readings;

        public ImmutableArray<AnnouncedRule> Coming => [.. Assessment.Coming.Where(c => c.Criterion!.Stage == 0 == Unit is null)];

        public ImmutableArray<Stage> Stages => Unit?.Stages ?? [];

        public bool MayEdit(Caller caller) => Unit is null ? caller.IsSteward : caller.AnswersFor(Unit);

        /// <summary>The rule that counts today.</summary>
        public Criterion? Find(string key) => ReadingOf(key)?.Criterion;

        /// <summary>The rule on notice, if one is: a change of a criterion, or a new one.</summary>
        public AnnouncedRule? Announced(string key) => ReadingOf(key) is { } reading
            ? reading.Announced is { } announced && announced.Criterion != reading.Criterion ? announced : null
            : Coming.FirstOrDefault(c => IsCalled(c.Criterion!, key));

        /// <summary>What an edit begins with: the rule as it will be.</summary>
        public Criterion? Latest(string key) => Announced(key)?.Criterion ?? Find(key);

        public bool Has(string key) => Latest(key) is not null;

        private Reading? ReadingOf(string key) => Readings.FirstOrDefault(r => IsCalled(r.Criterion, key));

        private static bool IsCalled(Criterion criterion, string key) => string.Equals(criterion.Key, key, StringComparison.OrdinalIgnoreCase);
    }
}
