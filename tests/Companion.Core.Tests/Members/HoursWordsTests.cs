using Companion.Core.Members;

namespace Companion.Core.Tests.Members;

public sealed class HoursWordsTests
{
    [Theory]
    [InlineData("9-17", "09:00-17:00 Mon-Fri")]
    [InlineData("09.00-17.00 Mo-Fr", "09:00-17:00 Mon-Fri")]
    [InlineData("9:00-24:00 Fri-Mon", "09:00-23:59 Mon, Fri, Sat, Sun")]
    [InlineData("9am-5pm", "09:00-17:00 Mon-Fri")]
    [InlineData("12am to 12 pm Sunday", "00:00-12:00 Sun")]
    [InlineData("9 to 17 Mon", "09:00-17:00 Mon")]
    [InlineData("9:30 – 16 Mon, Wed and Fri", "09:30-16:00 Mon, Wed, Fri")]
    [InlineData("10-16 Tue - Thu", "10:00-16:00 Tue-Thu")]
    [InlineData("10-16 tuesdays to thursdays", "10:00-16:00 Tue-Thu")]
    public void Hours_are_read_as_people_write_them(string words, string expected)
    {
        Assert.False(HoursWords.Parse(words).IsRefused(out _, out var hours));

        Assert.Equal(expected, HoursWords.Of(hours!));
    }

    [Theory]
    [InlineData("", "hours.unclear")]
    [InlineData("9", "hours.unclear")]
    [InlineData("9-", "hours.unclear")]
    [InlineData("24:00-25:00", "hours.unclear")]
    [InlineData("9-17:60", "hours.unclear")]
    [InlineData("13pm-14pm", "hours.unclear")]
    [InlineData("9-17 M", "hours.unclear")]
    [InlineData("9-17 ..", "hours.unclear")]
    [InlineData("9-17 Mon-", "hours.unclear")]
    [InlineData("9-17 Mon-Tue-Wed", "hours.unclear")]
    [InlineData("9-17 Funday", "hours.unclear")]
    [InlineData("17-9", "hours.order")]
    [InlineData("9-9", "hours.order")]
    public void What_cannot_be_read_is_refused(string words, string code)
    {
        Assert.True(HoursWords.Parse(words).IsRefused(out var why, out _));

        Assert.Equal(code, why!.Code);
    }
}
