using Companion.Core.Members;

namespace Companion.Core.Tests.Members;

public sealed class MemberNamesTests
{
    [Theory]
    [InlineData("Sam, Kim", "Sam|Kim")]
    [InlineData("Ana\tBen\tCleo", "Ana|Ben|Cleo")]
    [InlineData("\uFEFFAna\r\nBen\r\n", "Ana|Ben")]
    [InlineData("Ana; Ben ;; ben", "Ana|Ben")]
    [InlineData("@Ben2, ＠Kim, @ Eva", "Ben2|Kim|Eva")]
    [InlineData("Ana  Maria\u00a0Silva,\u200bBen,\u2060", "Ana Maria Silva|Ben")]
    [InlineData("李明、王芳，علی", "李明|王芳|علی")]
    [InlineData("\u202eevil", "\u202eevil")]
    [InlineData("👩‍🚀 Zoë", "👩‍🚀 Zoë")]
    [InlineData(" @ , \t;", "")]
    public void A_pasted_list_becomes_names_that_can_be_typed(string pasted, string expected) =>
        Assert.Equal(expected, string.Join('|', MemberNames.Split(pasted)));
}
