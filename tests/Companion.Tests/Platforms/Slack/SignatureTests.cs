using System.Text;
using Companion.Platforms.Slack;
using Microsoft.AspNetCore.Http;

namespace Companion.Tests.Platforms.Slack;

public sealed class SignatureTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Time = "1531420618";
    private const string Published = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    private const string Body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private static DateTimeOffset At(long offset = 0) => DateTimeOffset.FromUnixTimeSeconds(1531420618 + offset);

    [Fact]
    public void The_published_example_is_Slacks() =>
        Assert.Equal(Published, Signature.Of(Raw(Body), Time, Encoding.UTF8.GetBytes(Secret)));

    [Theory]
    [InlineData(0, null)]
    [InlineData(300, null)]
    [InlineData(-300, null)]
    [InlineData(301, "not of now")]
    [InlineData(-301, "not of now")]
    public void Five_minutes_either_way(long later, string? why) => Assert.Equal(why, WhyNot(Published, Time, Body, At(later)));

    [Theory]
    [InlineData("v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503")]
    [InlineData("v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b5034")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50ü")]
    [InlineData("")]
    public void Another_signature_is_not(string signature) => Assert.NotNull(WhyNot(signature, Time, Body, At()));

    [Theory]
    [InlineData("")]
    [InlineData("+1531420618")]
    [InlineData("1531420618.0")]
    [InlineData(" 1531420618")]
    [InlineData("1531420618x")]
    [InlineData("-1531420618")]
    [InlineData("99999999999999999999")]
    [InlineData("１５３１４２０６１８")]
    public void A_time_that_is_no_plain_number_is_not(string time) => Assert.NotNull(WhyNot(Published, time, Body, At()));

    [Fact]
    public void Without_a_secret_nothing_is_signed() =>
        Assert.NotNull(Signature.WhyNot(Headers(Published, Time), Raw(Body), [], At()));

    private static string? WhyNot(string signature, string time, string body, DateTimeOffset now) =>
        Signature.WhyNot(Headers(signature, time), Raw(body), Encoding.UTF8.GetBytes(Secret), now);

    private static RawBody Raw(string body) => RawBody.Of(Encoding.UTF8.GetBytes(body));

    private static HeaderDictionary Headers(string signature, string time) => new() { [Signature.SignatureHeader] = signature, [Signature.TimeHeader] = time };
}
