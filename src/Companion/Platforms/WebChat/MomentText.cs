using System.Globalization;
using Companion.Messages;

namespace Companion.Platforms.WebChat;

/// <summary>An instant in the words of the reader's zone.</summary>
internal static class MomentText
{
    public static string Of(Inline.Moment moment, TimeZoneInfo zone)
    {
        var format = moment.Style switch
        {
            MomentStyle.Day => "ddd d MMM yyyy",
            MomentStyle.Minute => "ddd d MMM yyyy, HH:mm",
            _ => throw new ArgumentOutOfRangeException(nameof(moment), moment.Style, "Unknown style."),
        };

        return TimeZoneInfo.ConvertTime(moment.At, zone).ToString(format, CultureInfo.InvariantCulture);
    }

    public static string Utc(Inline.Moment moment) => moment.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
