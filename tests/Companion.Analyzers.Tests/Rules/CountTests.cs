using System.Reflection;

namespace Companion.Analyzers.Tests.Rules;

/// <summary>Every rule is shown to speak and to keep silent, at least five times each, in different code.</summary>
public sealed class CountTests
{
    private const int AtLeast = 5;

    /// <summary>Which silences of <see cref="SilenceTests"/> are traps of which rule; one may be a trap of several.</summary>
    private static readonly Dictionary<string, string[]> Traps = new(StringComparer.Ordinal)
    {
        ["PD1001"] = ["an adapter without a vendor word", "an adapter of a base class that leaves every part to be overridden", "a port that is an abstract class", "a port that is an abstract record", "an abstract base of adapters", "a factory lambda", "a registration that feeds an adapter", "infrastructure as code", "a private helper of registrations", "a registration on a builder of one's own"],
        ["PD1002"] = ["an adapter that holds a client", "a type nested in an adapter", "an adapter with one other port", "nameof", "a cref", "the port in a constructor"],
        ["PD1003"] = ["options that are filled in before a registration takes them", "a helper that only adapters speak of", "an adapter that gets its client from a factory", "nameof", "a cref", "machines as code"],
        ["PD2001"] = ["a neutral port", "a port that is an abstract class", "a port that is an abstract record", "settings that only share properties", "a cref"],
        ["PD2002"] = ["internal members of a public type", "an internal type", "a static class that only maps inside", "a cref", "settings that only share properties"],
        ["PD2003"] = ["a foreign exception", "an exception inside an adapter", "nameof", "a cref", "an adapter that holds a client"],
        ["PD3001"] = ["prose with a URL", "a comment", "an attribute", "an overridable option", "a comparison", "a documentation host", "a look-alike host", "a scope in the form of a URL", "a list of domains", "an adapter that only names its vendor's endpoint"],
        ["PD3002"] = ["a placeholder key", "the emulator's key", "the example key of the vendor's manual", "a marker without a key", "a test key"],
        ["PD3003"] = ["several gateways", "several gateways in a collection expression", "a configurable gateway", "a documentation page of a network", "prose about a gateway"],
        ["PD4001"] = ["a registration that feeds an adapter", "a factory lambda", "a client that goes into a registration through a local", "a private helper of registrations", "a registration on a builder of one's own"],
        ["PD4003"] = ["an adapter that a class keeps which registers things", "the port in a constructor", "an adapter inside another adapter", "a concrete class that is no adapter", "an adapter in a factory", "an adapter in a method's parameter", "an adapter that another registration leads the port to", "an adapter that is registered as its port elsewhere", "a plain class that is registered alone"],
    };

    /// <summary>Rules with theories of their own: the one that speaks, the one that keeps silent.</summary>
    private static readonly Dictionary<string, (Type In, string Speaks, Type SilentIn, string Silent)> Theories = new(StringComparer.Ordinal)
    {
        ["PD2004"] = (typeof(TriggerTests), nameof(TriggerTests.Names_a_vendor_in_the_domain_when_asked), typeof(SilenceTests), nameof(SilenceTests.A_word_that_only_contains_a_vendor_is_not_named)),
        ["PD4002"] = (typeof(HousekeepingTests), nameof(HousekeepingTests.A_port_with_one_central_adapter_has_no_swap_path), typeof(HousekeepingTests), nameof(HousekeepingTests.A_port_with_another_way_or_no_adapter_is_not_named)),
        ["PD9001"] = (typeof(HousekeepingTests), nameof(HousekeepingTests.The_summary_counts), typeof(HousekeepingTests), nameof(HousekeepingTests.The_summary_does_not_take_it_for_an_adapter)),
        ["PD9002"] = (typeof(ConfigurationTests), nameof(ConfigurationTests.A_wrong_entry_is_shown_at_its_line), typeof(HousekeepingTests), nameof(HousekeepingTests.A_right_entry_is_not_complained_about)),
        ["PD9003"] = (typeof(HousekeepingTests), nameof(HousekeepingTests.A_line_whose_finding_is_gone_is_stale), typeof(HousekeepingTests), nameof(HousekeepingTests.A_line_that_still_holds_or_is_anothers_is_not_stale)),
    };

    [Theory]
    [MemberData(nameof(PageTests.Ids), MemberType = typeof(PageTests))]
    public void Is_shown_to_speak_and_to_keep_silent(string id)
    {
        var (speaks, silent) = Theories.TryGetValue(id, out var theory)
            ? (Cases(theory.In, theory.Speaks), Cases(theory.SilentIn, theory.Silent))
            : (TriggerTests.Code.Select(c => c.Data).Where(c => c.Item1.Split(' ').Contains(id)).Select(c => c.Item2).Distinct(StringComparer.Ordinal).Count(), Traps[id].Distinct(StringComparer.Ordinal).Count());

        Assert.True(speaks >= AtLeast, $"{id} is shown to speak {speaks} times");
        Assert.True(silent >= AtLeast, $"{id} is shown to keep silent {silent} times");
    }

    [Fact]
    public void Every_trap_is_one_of_the_silences() =>
        Assert.Empty(Traps.Values.SelectMany(t => t).Except(SilenceTests.Code.Select(c => c.Data.Item1), StringComparer.Ordinal));

    private static int Cases(Type type, string method) => type.GetMethod(method)!.GetCustomAttributes<InlineDataAttribute>().Select(a => string.Join('\0', a.Data)).Distinct(StringComparer.Ordinal).Count();
}
