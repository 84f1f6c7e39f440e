using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>search too much content unit:contributors by:Ben kind:hold from:2026-01-01 to:2026-06-30</c></summary>
internal sealed record SearchDecisions(string Words, int Page) : Command;

/// <summary><c>decisions verify</c>: the whole chain, and its head for publishing.</summary>
internal sealed record VerifyLog : Command;

internal sealed class SearchDecisionsHandler(PrecedentSearch search, DecisionStore decisions, UnitStore units)
{
    private const int PerPage = 10;
    private const int Batch = 500;

    public async Task<Reply> SearchAsync(SearchDecisions command, Caller caller, CancellationToken ct)
    {
        var all = await units.EverAsync(caller.Organisation.Id, ct);
        if (Read(command.Words, all, caller).IsRefused(out var why, out var wish))
            return Answers.Refused(why);

        var found = await search.FindAsync(caller.Organisation.Id, wish, ct);
        return new Reply.Show(LogView.Found(command.Words, [.. Paging.Of(found, command.Page, PerPage)], all.ToDictionary(u => u.Id, u => u.Name), command.Page, Paging.Pages(found.Length, PerPage), found.Length, caller.NameOf));
    }

    public async Task<Reply> VerifyAsync(Caller caller, CancellationToken ct)
    {
        var walk = new ChainWalk();
        for (long after = 0; ; after += Batch)
        {
            var entries = await decisions.ChainAsync(caller.Organisation.Id, after, Batch, ct);
            if (!entries.All(walk.Step) || entries.Length < Batch)
                return new Reply.Show(LogView.Verified(walk.Report()));
        }
    }

    private static Outcome<DecisionSearch> Read(string words, ImmutableArray<Unit> units, Caller caller)
    {
        var search = new DecisionSearch("", null, null, null, null, null, caller.Organisation.TimeZone);
        var text = new List<string>();
        foreach (var word in SearchWords.Of(words, [.. Everybody(caller).Select(m => m.Name), .. units.Select(u => u.Name)]))
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            var (filter, value) = colon <= 0 ? ("", word) : (word[..colon].ToLowerInvariant(), word[(colon + 1)..]);
            switch (filter)
            {
                case "unit":
                    if (Answers.FindEver(units, value).IsRefused(out var why, out var unit))
                        return why;
                    search = search with { Unit = unit.Id };
                    break;
                case "by":
                    if (Answers.FindMember(Everybody(caller), value.Replace('_', ' ')).IsRefused(out why, out var member))
                        return why;
                    search = search with { By = [member.Id, .. caller.Gone.Where(m => m.Person == member.Id).Select(m => m.Id)] };
                    break;
                case "kind":
                    if (!Enum.TryParse<DecisionKind>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(value[0]))
                        return new Refusal("search.kind", $"There is no such kind. There is {string.Join(", ", Enum.GetNames<DecisionKind>().Select(LogView.KindWord))}.");
                    search = search with { Kind = kind };
                    break;
                case "from" or "to":
                    if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                        return new Refusal("search.day", $"Write the day as {filter}:2026-01-31.");
                    search = filter == "from" ? search with { From = day } : search with { To = day };
                    break;
                default:
                    text.Add(word);
                    break;
            }
        }

        return search with { Text = string.Join(' ', text) };
    }

    /// <summary>The members, and those who left with their name.</summary>
    private static ImmutableArray<Member> Everybody(Caller caller) =>
        [.. caller.Members, .. caller.Gone.Where(m => m.MergedInto is null && m.Name != Member.Forgotten).Select(m => new Member(m.Id, m.Name, false, caller.Organisation.Zone, []))];
}
