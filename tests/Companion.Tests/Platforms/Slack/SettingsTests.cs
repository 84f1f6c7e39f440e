using Companion.Platforms.Slack;

namespace Companion.Tests.Platforms.Slack;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("", "xoxb-1", "", "", "", "Slack:SigningSecret is missing")]
    [InlineData("short", "xoxb-1", "", "", "", "Slack:SigningSecret is too short")]
    [InlineData("0123456789abcdef", "", "", "", "", "Slack:BotToken is missing")]
    [InlineData("0123456789abcdef", "xoxp-1", "", "", "", "Slack:BotToken must start with xoxb-")]
    [InlineData("0123456789abcdef", "", "1.2", "", "", "belong together")]
    [InlineData("0123456789abcdef", "xoxb-1", "1.2", "s", "", "set one of them")]
    [InlineData("", "xoxb-1", "", "", "xoxb-2", "Slack:AppToken must start with xapp-")]
    public void Says_what_is_wrong_and_where_to_find_it(string secret, string bot, string client, string clientSecret, string app, string problem)
    {
        var result = new SettingsValidator().Validate(null, new() { SigningSecret = secret, BotToken = bot, ClientId = client, ClientSecret = clientSecret, AppToken = app });

        Assert.Contains(result.Failures!, f => f.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0123456789abcdef", "xoxb-1", "", "", "")]
    [InlineData("0123456789abcdef", "", "1.2", "s", "")]
    [InlineData("", "xoxb-1", "", "", "xapp-1")]
    public void Three_ways_to_connect_are_right(string secret, string bot, string client, string clientSecret, string app) =>
        Assert.True(new SettingsValidator().Validate(null, new() { SigningSecret = secret, BotToken = bot, ClientId = client, ClientSecret = clientSecret, AppToken = app }).Succeeded);

    [Theory]
    [InlineData("https://hooks.slack.com/commands/1", true)]
    [InlineData("https://hooks.slack-gov.com/commands/1", true)]
    [InlineData("http://hooks.slack.com/commands/1", false)]
    [InlineData("https://hooks.slack.com.evil.example/1", false)]
    [InlineData("https://evil.example/hooks.slack.com", false)]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Answers_go_to_Slack_alone(string? address, bool may) => Assert.Equal(may, new Settings().MayAnswerAt(address));
}
