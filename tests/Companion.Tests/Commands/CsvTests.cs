using Companion.Chat;
using Companion.Collecting;
using Companion.Commands;
using Companion.Core.Readiness;
using Companion.Messages;
using Companion.Views;

namespace Companion.Tests.Commands;

/// <summary>Tables and words as people paste and type them.</summary>
public sealed class CsvTests
{
    [Theory]
    [InlineData("\uFEFFname,harm\r\nBoard,low\r\n", "1:name|harm 2:Board|low")]
    [InlineData("name;harm\n\n\nBoard;low", "1:name|harm 4:Board|low")]
    [InlineData("name\tharm\rBoard\tlow\r", "1:name|harm 2:Board|low")]
    [InlineData("name,harm\n\"Two\nlines\",low\nBoard,\"say \"\"hi\"\"\"\n", "1:name|harm 2:Two\nlines|low 4:Board|say \"hi\"")]
    [InlineData("", "")]
    public void Rows_are_read_with_the_line_they_begin_on(string text, string expected)
    {
        Assert.False(Csv.Read(text).IsRefused(out _, out var table));

        Assert.Equal(expected, string.Join(' ', table.Rows.Select(r => $"{r.Line}:{string.Join('|', r.Cells)}")));
    }

    [Fact]
    public void A_quote_that_nothing_closes_is_named_by_its_line()
    {
        Assert.True(Csv.Read("name,harm\nBoard,low\n\"Council,low\nGuild,low\n").IsRefused(out var why, out _));

        Assert.Equal(("csv.quote", true), (why.Code, why.Reason.StartsWith("Line 3 ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Evidence_that_stands_in_no_column_is_refused_by_its_line()
    {
        (int, System.Collections.Immutable.ImmutableArray<string>)[] rows = [(1, ["criterion", "value"]), (3, ["turnout", "40", "by hand"])];

        var refused = Assert.Throws<CollectingException>(() => EvidenceCsv.Read(rows, "contributors"));

        Assert.Equal("Line 3: \"by hand\" stands in no column: the header has 2.", refused.Message);
    }

    [Theory]
    [InlineData(AnswerType.Number, 1, "0.61", true)]
    [InlineData(AnswerType.Number, 1, "60", false)]
    [InlineData(AnswerType.Number, null, "60", true)]
    [InlineData(AnswerType.Percent, null, "101%", false)]
    [InlineData(AnswerType.Scale, null, "6", false)]
    public void A_value_outside_of_its_range_is_refused_with_the_range(AnswerType answer, int? largest, string text, bool isTaken)
    {
        var criterion = new Criterion("key", 20, "", CriterionKind.Fact, answer, "", Aggregate.None, Comparison.AtMost, 1) { Largest = largest };

        Assert.Equal(!isTaken, EvidenceView.Parse(criterion, text, "value").IsRefused(out var why, out _));
        if (!isTaken)
            Assert.Contains(answer switch { AnswerType.Number => "from 0 to 1,", AnswerType.Percent => "from 0 to 100", _ => "from 1 to 5" }, why!.Reason, StringComparison.Ordinal);
    }

    /// <summary>Whatever is typed or pasted is read or refused, never thrown at.</summary>
    [Fact]
    public void No_odd_text_breaks_a_table_or_a_line()
    {
        string[] words =
        [
            "name", "harm", ",", ";", "\t", "\n", "\r", "\"", "\"\"", "\uFEFF", "\ud83d", "🚀", "маркетинг", "\u0000", " ", "-", "@", "=", "%", "1", "99999999999999999999", "2026-02-30", "page", "until", "because", "by", "none", "to",
            "hours", "timeoff", "target", "snooze", "waive", "checkin", "create", "edit", "holidays", "add", "import", "members", "units", "decide", "evidence", "search", "supersede", "expect", "report", "token", "link", "export", "log", "share", "setup", "stages", "criteria", "depends", "reporter", "trigger", "volume", "channel", "undo", "answer", "why", "decisions", "owners",
        ];
        var random = new Random(20260203);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => words[random.Next(words.Length)] + (random.Next(2) == 0 ? " " : "")));
            var thrown = Record.Exception(() =>
            {
                _ = Csv.Read(text).IsRefused(out _, out _);
                _ = CommandParser.Parse(new Said(text)).IsRefused(out _, out _);
                _ = WordDistance.Nearest(text, words);
                foreach (var answer in Enum.GetValues<AnswerType>())
                    _ = EvidenceView.Parse(new("key", 20, "", CriterionKind.Fact, answer, "", Aggregate.None, Comparison.AtMost, 1), text, "value").IsRefused(out _, out _);
            });
            Assert.True(thrown is null, $"{text}: {thrown}");
        }
    }
}
