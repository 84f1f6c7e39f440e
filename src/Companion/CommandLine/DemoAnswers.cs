using System.Globalization;
using Companion.Core.Readiness;

namespace Companion.CommandLine;

/// <summary>How the people of the demo answer: things get better over the weeks, at a pace of their own for each unit, and not everybody agrees.</summary>
internal static class DemoAnswers
{
    /// <param name="week">Weeks since the beginning.</param>
    /// <param name="place">Whose answer: some are always more doubtful than others.</param>
    public static string To(Criterion criterion, string unit, int week, int place)
    {
        var ahead = Ahead(criterion.Key, unit, week);
        return criterion.Answer switch
        {
            AnswerType.Scale => Text(Math.Clamp((int)Math.Round(1.5 + (3.2 * ahead) - (place % 3 == 2 ? 1.2 : 0)), 1, 5)),
            AnswerType.YesNo => ahead > 0.5 ? "yes" : "no",
            AnswerType.Percent => Text(Math.Clamp(Around(criterion, ahead), 0, 100)),
            AnswerType.Number => Text(Math.Max(0, criterion.Aggregate == Aggregate.Median ? Math.Round(5 - (4.5 * ahead) + (place % 2)) : Around(criterion, ahead))),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>From 0 (nothing proved) to about 1.1 (proved with room to spare).</summary>
    private static double Ahead(string criterion, string unit, int week) => unit switch
    {
        // Answers to outsiders stay quick; knowing how to contribute gets lost for a while, and is mended.
        "contributors" when criterion == "first-response" => 1.1,
        "contributors" => week < 3 ? 0.8 : week is > 13 and < 19 ? 0.5 : 1.15,
        "processes" => 0.35 + (0.035 * week),
        "tech-stack" => 0.75 + (0.012 * week),
        "core-team" => 0.2 + (0.02 * week),
        "gate" => 0.5 + (0.09 * week),
        _ => 0.4,
    };

    /// <summary>A value that reaches the threshold when the unit is fully ahead.</summary>
    private static double Around(Criterion criterion, double ahead)
    {
        var threshold = (double)criterion.Threshold;
        return criterion.Comparison == Comparison.AtLeast
            ? Math.Round(threshold * (0.5 + (0.55 * ahead)))
            : Math.Round(threshold * (2 - (1.1 * Math.Min(ahead, 1.2))));
    }

    private static string Text(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
