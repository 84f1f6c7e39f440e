using System.Collections.Immutable;
using Companion.Core.Decisions;

namespace Companion.Core.Tests.Decisions;

public sealed class ChainProperties
{
    private static readonly Guid Tern = new("00000000-0000-7000-8000-000000000099");

    [Fact]
    public void A_chain_as_written_is_intact() => Histories.HoldForAll(random =>
    {
        var chain = Write(random);

        var report = Chain.Verify(chain, chain[^1].Entry.Hash);

        return report.Intact && report.Count == chain.Count && report.Erased == 0;
    });

    [Fact]
    public void Any_edit_of_an_entry_is_detected() => Histories.HoldForAll(random =>
    {
        var chain = Write(random);
        var place = random.Next(chain.Count);

        chain[place] = Edit(chain[place], random);

        return Chain.Verify(chain) is { Intact: false, FirstFault.Number: var number } && number == place + 1;
    });

    [Fact]
    public void Removing_an_entry_before_the_end_is_detected() => Histories.HoldForAll(random =>
    {
        var chain = Write(random);

        chain.RemoveAt(random.Next(chain.Count - 1));

        return !Chain.Verify(chain).Intact;
    });

    [Fact]
    public void Swapping_two_entries_is_detected() => Histories.HoldForAll(random =>
    {
        var chain = Write(random);
        var (a, b) = (random.Next(chain.Count - 1), chain.Count - 1);

        (chain[a], chain[b]) = (chain[b], chain[a]);

        return !Chain.Verify(chain).Intact;
    });

    [Fact]
    public void A_missing_end_is_detected_against_a_published_head_only() => Histories.HoldForAll(random =>
    {
        var chain = Write(random);
        var head = chain[^1].Entry.Hash;

        chain.RemoveAt(chain.Count - 1);

        return Chain.Verify(chain).Intact && !Chain.Verify(chain, head).Intact;
    });

    [Fact]
    public void Erasing_texts_keeps_the_chain_intact_and_is_counted() => Histories.HoldForAll(random =>
    {
        var chain = Write(random);
        var place = random.Next(chain.Count);

        chain[place] = chain[place] with { Texts = ImmutableSortedDictionary<string, OpenText>.Empty };

        return Chain.Verify(chain) is { Intact: true, Erased: 1 };
    });

    /// <summary>The format is public: this entry has this hash in every version of Companion.</summary>
    [Fact]
    public void The_format_does_not_change()
    {
        var seal = OpenText.Of("after the launch", Convert.FromHexString("000102030405060708090a0b0c0d0e0f")).Seal();
        var content = new ChainContent(
            Tern, 1, new(2026, 2, 25, 8, 0, 0, TimeSpan.Zero), "Hold", A.Unit().Id, A.Ben, "OwnerDecides", "{\"from\":20,\"to\":20}",
            ImmutableSortedDictionary<string, SealedText>.Empty.Add("rationale", seal));

        var entry = Chain.Seal(Chain.Genesis, content);

        Assert.Equal("9eff28964786c25089ab02317e2c218669bbde3b24160b7720e5bcdf4260d731", seal.Digest);
        Assert.Equal("dc282604c83650ca73255b4547344e7985ef3e3ebdd6dbb2211e53c4ec9f63d7", entry.Hash);
    }

    private static List<LoggedEntry> Write(Random random)
    {
        var (chain, previous) = (new List<LoggedEntry>(), Chain.Genesis);
        for (var number = 1; number <= 3 + random.Next(6); number++)
        {
            var salt = new byte[OpenText.SaltLength];
            random.NextBytes(salt);
            var text = OpenText.Of($"reason {random.Next()}", salt);
            var seals = ImmutableSortedDictionary<string, SealedText>.Empty.Add("rationale", text.Seal());
            var entry = Chain.Seal(previous, new(Tern, number, Histories.Moment(random), "Advance", random.Next(2) == 0 ? null : A.Unit().Id, A.Ben, "OwnerDecides", $"{{\"to\":{random.Next(5) * 20}}}", seals));
            chain.Add(new(entry, ImmutableSortedDictionary<string, OpenText>.Empty.Add("rationale", text)));
            previous = entry.Hash;
        }

        return chain;
    }

    private static LoggedEntry Edit(LoggedEntry logged, Random random)
    {
        var entry = logged.Entry;
        return random.Next(10) switch
        {
            0 => logged with { Entry = entry with { Kind = "Hold" } },
            1 => logged with { Entry = entry with { At = entry.At.AddMilliseconds(1) } },
            2 => logged with { Entry = entry with { DecidedBy = A.Ana } },
            3 => logged with { Entry = entry with { UnitId = entry.UnitId is null ? A.Ana : null } },
            4 => logged with { Entry = entry with { Rule = "Vote" } },
            5 => logged with { Entry = entry with { Details = entry.Details + " " } },
            6 => logged with { Entry = entry with { OrganisationId = A.Ana } },
            7 => logged with { Entry = entry with { Texts = ImmutableSortedDictionary<string, SealedText>.Empty }, Texts = ImmutableSortedDictionary<string, OpenText>.Empty },
            8 => logged with { Texts = logged.Texts.SetItem("rationale", logged.Texts["rationale"] with { Text = "another reason" }) },
            _ => logged with { Texts = logged.Texts.Add("effect", logged.Texts["rationale"]) },
        };
    }
}
