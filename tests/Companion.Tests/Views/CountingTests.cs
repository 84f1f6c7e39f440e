using Companion.Core.Readiness;
using Companion.Templates;

namespace Companion.Tests.Views;

public sealed class CountingTests
{
    [Theory]
    [InlineData(0, "0 changes")]
    [InlineData(1, "1 change")]
    [InlineData(2, "2 changes")]
    public void One_is_singular(int value, string words)
    {
        var changes = UnitTemplates.BuiltIn.Gate.Single(c => c.CountedIn == "changes");

        Assert.Equal(words, InWords.Value(changes, value));
    }

    [Fact]
    public void One_of_many_people_is_a_person()
    {
        var signers = UnitTemplates.BuiltIn.Units.SelectMany(u => u.Criteria).First(c => c.CountedIn == "people");

        Assert.Equal("1 person", InWords.Value(signers, 1));
    }
}
