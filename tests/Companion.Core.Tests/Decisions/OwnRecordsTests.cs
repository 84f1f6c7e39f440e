using Companion.Core.Decisions;

namespace Companion.Core.Tests.Decisions;

public sealed class OwnRecordsTests
{
    private static readonly DateTimeOffset Now = A.At(6, 1);

    [Fact]
    public void Concentration_is_the_sum_of_squared_shares_and_two_identities_of_one_person_are_one()
    {
        Decision[] log = [Move(1, A.Ana), Move(2, A.Ben), Move(3, A.Ben), Move(4, A.Ana)];

        Assert.Equal(5000, Value("decision-hhi", log));
        Assert.Equal(10_000, OwnRecords.Of(log, _ => A.Ana, [], Now, A.Berlin).Single(f => f.Criterion == "decision-hhi").Value);
        Assert.Equal(4, OwnRecords.Of(log, id => id, [], Now, A.Berlin).Single(f => f.Criterion == "decision-hhi").Cases);
    }

    [Fact]
    public void Review_dates_and_precedents_are_shares_of_the_moves()
    {
        Decision[] log = [Move(1, A.Ana, new() { ReviewOn = new(2026, 7, 1) }), Move(2, A.Ana, new() { Precedents = [1] }), Move(3, A.Ana), Move(4, A.Ana, new() { ReviewOn = new(2026, 7, 1), Precedents = [1] })];

        Assert.Equal((50m, 50m), (Value("review-dates", log), Value("precedents", log)));
    }

    [Fact]
    public void A_review_is_on_time_within_fourteen_days_and_a_missed_one_is_late()
    {
        Decision[] log =
        [
            Move(1, A.Ana, new() { ReviewOn = new(2026, 5, 1) }), Reviewed(5, 1, A.At(5, 15)),
            Move(2, A.Ana, new() { ReviewOn = new(2026, 5, 1) }), Reviewed(6, 2, A.At(5, 16)),
            Move(3, A.Ana, new() { ReviewOn = new(2026, 5, 1) }),
            Move(4, A.Ana, new() { ReviewOn = new(2026, 5, 30) }),
        ];

        Assert.Equal(33.3m, Value("reviews-on-time", log));
    }

    [Fact]
    public void Who_answered_is_counted_over_the_rounds() =>
        Assert.Equal(75, OwnRecords.Of([], id => id, [(4, 2), (4, 4)], Now, A.Berlin).Single(f => f.Criterion == "response-rate").Value);

    [Fact]
    public void What_has_no_case_yet_is_left_out() => Assert.Empty(OwnRecords.Of([], id => id, [], Now, A.Berlin));

    [Fact]
    public void The_level_picks_the_rule() =>
        Assert.Equal([DecisionRule.OwnerDecides, DecisionRule.OwnerDecides, DecisionRule.Advice, DecisionRule.Advice, DecisionRule.Vote, DecisionRule.Vote], ((int[])[0, 39, 40, 69, 70, 100]).Select(Deciding.RuleAt));

    private static decimal Value(string criterion, Decision[] log) => OwnRecords.Of(log, id => id, [], Now, A.Berlin).Single(f => f.Criterion == criterion).Value;

    private static Decision Move(long number, Guid by, DecisionDetails? details = null) =>
        new(number, A.At(3, 1).AddDays(number), DecisionKind.Advance, A.Ana, by, DecisionRule.OwnerDecides, details ?? new(), new("why"));

    private static Decision Reviewed(long number, long which, DateTimeOffset at) =>
        new(number, at, DecisionKind.Review, A.Ana, A.Ana, DecisionRule.OwnerDecides, new() { Reviews = which }, new());
}
