using System.Text;
using Companion.Core.Units;

namespace Companion.Core.Tests.Units;

public sealed class UnitKeyTests
{
    [Theory]
    [InlineData("Tech stack!", "tech-stack")]
    [InlineData("Überprüfung", "uberprufung")]
    [InlineData("U\u0308berpru\u0308fung", "uberprufung")]
    [InlineData("Straße & Øl, Łódź", "strasse-ol-lodz")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("Маркетинг", "маркетинг")]
    [InlineData("Йога", "йога")]
    [InlineData("التسويق", "التسويق")]
    [InlineData("市场 部", "市场-部")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("ＦＵＬＬ wide", "full-wide")]
    [InlineData("🚀 Launch", "launch")]
    [InlineData("🚀", "")]
    [InlineData("--- ", "")]
    [InlineData("\ud83d", "")]
    [InlineData("", "")]
    public void A_name_becomes_a_key_that_can_be_typed(string name, string key) => Assert.Equal(key.Normalize(NormalizationForm.FormC), Unit.KeyFrom(name));

    [Fact]
    public void A_key_of_a_key_is_itself_and_fits()
    {
        foreach (var name in (string[])["Überprüfung der Überprüfungen und aller anderen Prüfungen", string.Concat(Enumerable.Repeat("𐐀", 50)), "मार्केटिंग विभाग", "x" + string.Concat(Enumerable.Repeat("𐐀", 50))])
        {
            var key = Unit.KeyFrom(name);

            Assert.InRange(key.Length, 1, Unit.LongestKey);
            Assert.Equal(key, Unit.KeyFrom(key));
            Assert.DoesNotContain(key.EnumerateRunes(), r => r == Rune.ReplacementChar);
        }
    }

    [Theory]
    [InlineData("🚀", "unit-2")]
    [InlineData("€", "unit-2")]
    [InlineData("...", null)]
    [InlineData("\ud83d", null)]
    public void A_name_of_symbols_is_numbered(string name, string? key) => Assert.Equal(key, UnitKey.ForSymbols(name, ["unit-1", "unit-3"]));
}
