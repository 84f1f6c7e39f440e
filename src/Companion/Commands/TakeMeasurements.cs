using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Members;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Storage;

namespace Companion.Commands;

/// <summary>Takes in what programs measured: the whole batch counts from this moment on, or nothing of it does.</summary>
internal sealed class TakeMeasurements(UnitStore units, TimelineStore timelines, MeasurementStore measurements)
{
    /// <summary>A measurement older than this says nothing about today; history before it is not taken in.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(731);

    /// <summary>How far the sender's clock may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public async Task<Taken> HandleAsync(Sender sender, ImmutableArray<HandedIn> batch, IdempotencyKey? key, CancellationToken ct)
    {
        if (key is not null && await measurements.FindAsync(sender.Token, key.Key, ct) is { } first)
            return Again(first, key);

        var faced = await FacedAsync(sender, batch, ct);
        var found = batch.Select(item => (Item: item, Outcome: Measure(item, faced, sender))).ToList();
        if (Refused(found) is { IsEmpty: false } refused)
            return new Taken.Refused(refused);

        var kept = new KeptEvidence([.. found.Select(f => Kept(f.Item, f.Outcome))]);
        var answer = key is null ? null : new FirstAnswer(key.Key, key.BodyHash, Json.Write(kept));
        try
        {
            await measurements.KeepAsync(sender.Token, [.. found.Select(f => (Value(f.Outcome).Unit?.Id, Value(f.Outcome).Observation))], answer, sender.Now, ct);
        }
        // The same key twice at once: the other request was first, and its answer is the answer.
        catch (DuplicateException e) when (key is not null)
        {
            return await measurements.FindAsync(sender.Token, key.Key, ct) is { } other ? Again(other, key) : throw new InvalidOperationException("The first answer is gone.", e);
        }

        return new Taken.Kept(kept, IsRepeat: false);
    }

    /// <summary>What would be refused, while nothing is kept.</summary>
    public async Task<ImmutableArray<RefusedItem>> CheckAsync(Sender sender, ImmutableArray<HandedIn> items, CancellationToken ct)
    {
        var faced = await FacedAsync(sender, items, ct);
        return Refused(items.Select(item => (item, Measure(item, faced, sender))));
    }

    private static ImmutableArray<RefusedItem> Refused(IEnumerable<(HandedIn Item, Outcome<Measured> Outcome)> found) =>
        [.. found.Where(f => f.Outcome.IsRefused(out _, out _)).Select(f => new RefusedItem(f.Item.Index, Why(f.Outcome)))];

    private static Taken Again(FirstAnswer first, IdempotencyKey key) =>
        first.BodyHash == key.BodyHash ? new Taken.Kept(Json.Read<KeptEvidence>(first.Answer), IsRepeat: true) : new Taken.KeyReused();

    /// <summary>The units that the batch speaks about, by their keys, with the criteria they have now.</summary>
    private async Task<Faced> FacedAsync(Sender sender, ImmutableArray<HandedIn> batch, CancellationToken ct)
    {
        var all = await units.EverAsync(sender.Organisation.Id, ct);
        var named = batch.Select(i => i.Unit).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var criteria = new Dictionary<string, ImmutableArray<Criterion>>(StringComparer.OrdinalIgnoreCase);
        foreach (var unit in all.Where(u => u.RetiredAt is null).Where((u, place) => named.Contains(u.Key) || (place == 0 && named.Contains(Questionnaire.GateKey))))
        {
            var assessment = Assessment.Of((await timelines.RecentAsync(sender.Organisation, unit, sender.Now, ct)).Timeline, sender.Now);
            criteria[unit.Key] = [.. assessment.Readings.Select(r => r.Criterion)];
            criteria[Questionnaire.GateKey] = [.. assessment.GateReadings.Select(r => r.Criterion)];
        }

        return new(all, criteria);
    }

    private static Outcome<Measured> Measure(HandedIn item, Faced faced, Sender sender)
    {
        // A token for one unit is not told which others there are.
        if (sender.Token.UnitKey is { } only && !string.Equals(item.Unit, only, StringComparison.OrdinalIgnoreCase))
            return new Refusal("token.unit", $"This token speaks about {only} only.", "unit");
        var unit = faced.Units.FirstOrDefault(u => string.Equals(u.Key, item.Unit, StringComparison.OrdinalIgnoreCase));
        if (unit is { RetiredAt: not null })
            return new Refusal("unit.retired", $"{unit.Key} is retired and takes no evidence. A steward brings it back in the chat with: units restore {unit.Key}.", "unit");
        if (!faced.Criteria.TryGetValue(item.Unit, out var criteria))
            return new Refusal("unit.unknown", faced.Units.IsEmpty
                ? "The organisation has no unit yet: a steward says setup in the chat first."
                : $"There is no unit \"{Short(item.Unit)}\". There is {string.Join(", ", faced.Units.Where(u => u.RetiredAt is null).Select(u => u.Key))}, and {Questionnaire.GateKey}.", "unit");
        if (criteria.FirstOrDefault(c => string.Equals(c.Key, item.Criterion, StringComparison.OrdinalIgnoreCase)) is not { } criterion)
            return new Refusal("criterion.unknown", $"{item.Unit} has no criterion \"{Short(item.Criterion)}\". {Having(criteria)}", "criterion");
        if (criterion.Kind == CriterionKind.Opinion)
            return new Refusal("criterion.opinion", $"{criterion.Key} is an opinion: people are asked for it in check-ins, and nobody can measure it for them.", "criterion");
        if (WhyNot(item, criterion, sender.Now) is { } why)
            return why;

        return new Measured(unit, new(Guid.CreateVersion7(sender.Now), criterion.Key, sender.Now, Source.Measurement, item.Value, Rules.FreshWhenNotAsked)
        {
            Cases = item.Cases,
            ObservedAt = item.ObservedAt < sender.Now ? item.ObservedAt : null,
            Origin = item.Source,
            Link = item.Link,
            Note = item.Note,
            Places = item.Places,
            Token = sender.Token.Id,
        });
    }

    private static string Having(ImmutableArray<Criterion> criteria) =>
        criteria.Where(c => c.Kind != CriterionKind.Opinion).Select(c => c.Key).ToList() is { Count: > 0 } keys ? $"It has {string.Join(", ", keys)}."
        : criteria.IsEmpty ? "It has no criteria." : "All of its criteria are opinions, which people are asked for in check-ins.";

    private static Refusal? WhyNot(HandedIn item, Criterion criterion, DateTimeOffset now)
    {
        if (item.IsYesNo && criterion.Answer != AnswerType.YesNo)
            return new("value.kind", $"{criterion.Key} is {InWords.Possible(criterion)}, not true or false.", "value");
        if (item.Value is { } value && !criterion.Accepts(value))
            return new("value.range", $"{criterion.Key} is {InWords.Possible(criterion)}.", "value");
        if (item.ObservedAt > now + ClockSkew)
            return new("observed.future", "observedAt lies in the future. Write when it was measured, or leave it out for now.", "observedAt");
        if (item.ObservedAt < now - Oldest)
            return new("observed.past", $"observedAt lies more than {Oldest.Days} days back: that says nothing about today.", "observedAt");

        return null;
    }

    private static KeptItem Kept(HandedIn item, Outcome<Measured> outcome)
    {
        var (unit, observation) = Value(outcome);
        return new(item.Index, observation.Id, unit?.Key ?? Questionnaire.GateKey, observation.Criterion, observation.Value, observation.ObservedAt ?? observation.At);
    }

    private static Measured Value(Outcome<Measured> outcome) => outcome.IsRefused(out _, out var value) ? throw new InvalidOperationException("A refused item is not kept.") : value;

    private static Refusal Why(Outcome<Measured> outcome) => outcome.IsRefused(out var why, out _) ? why : throw new InvalidOperationException("The item was not refused.");

    private static string Short(string word) => word.Length > 40 ? $"{word[..40]}…" : word;

    /// <param name="Units">With the retired ones.</param>
    /// <param name="Criteria">By the key of the unit in use; the stability gate has its own.</param>
    private sealed record Faced(ImmutableArray<Unit> Units, Dictionary<string, ImmutableArray<Criterion>> Criteria);

    /// <param name="Unit">Null for the stability gate.</param>
    private sealed record Measured(Unit? Unit, Observation Observation);
}

/// <summary>Who hands something in: a token that counts, its organisation, and the moment.</summary>
internal sealed record Sender(ApiToken Token, Organisation Organisation, DateTimeOffset Now);

/// <summary>One measurement as it came in, well formed but not yet held against the criteria.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Value">Null for "it was looked at and cannot be told".</param>
/// <param name="IsYesNo">The value was true or false.</param>
internal sealed record HandedIn(int Index, string Unit, string Criterion, decimal? Value, bool IsYesNo)
{
    public int? Cases { get; init; }

    public DateTimeOffset? ObservedAt { get; init; }

    public string? Source { get; init; }

    public string? Link { get; init; }

    public string? Note { get; init; }

    public ImmutableArray<string>? Places { get; init; }
}

/// <summary>Makes a request repeatable: the same key with the same body has one effect and one answer.</summary>
internal sealed record IdempotencyKey(string Key, string BodyHash);

/// <summary>What became of a batch.</summary>
internal abstract record Taken
{
    /// <param name="IsRepeat">The answer is that of an earlier request with the same key.</param>
    public sealed record Kept(KeptEvidence Evidence, bool IsRepeat) : Taken;

    /// <summary>Nothing was kept: these are wrong.</summary>
    public sealed record Refused(ImmutableArray<RefusedItem> Items) : Taken;

    /// <summary>Another body came with the same key before.</summary>
    public sealed record KeyReused : Taken;
}

internal sealed record RefusedItem(int Index, Refusal Why);

/// <summary>The answer to evidence that counts now.</summary>
internal sealed record KeptEvidence(ImmutableArray<KeptItem> Items);

/// <summary>One measurement that counts now.</summary>
/// <param name="Value">Null for one that could not be told.</param>
internal sealed record KeptItem(int Index, Guid Id, string Unit, string Criterion, decimal? Value, DateTimeOffset ObservedAt);
