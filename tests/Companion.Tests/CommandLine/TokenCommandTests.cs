using Companion.Tests.Faults;
using Companion.Tests.Support;

namespace Companion.Tests.CommandLine;

/// <summary><c>companion token create</c>, for whoever holds the machine.</summary>
[Collection("console")]
public sealed class TokenCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_made_without_the_chat_and_serves_the_next_server()
    {
        using var folder = new TempFolder();
        var file = folder.File("companion.db");
        await using (var app = new App(Now(), file))
        {
            using var http = app.CreateClient();
            await Team.SetUpAsync(http, Ct);
        }

        var (made, secret) = await RunAsync(file, "create", "ci", "--unit", "contributors", "--days", "30");
        var (again, why) = await RunAsync(file, "create", "ci");
        var (wrong, who) = await RunAsync(file, "create", "board", "--organisation", "Nobody");

        Assert.Equal((0, 1, 1), (made, again, wrong));
        Assert.Contains("There is a token ci already", why, StringComparison.Ordinal);
        Assert.Contains("Say which organisation", who, StringComparison.Ordinal);
        await using var next = new App(Now(), file);
        using var client = next.CreateClient();
        var ci = new ApiClient(client, secret.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim());
        Assert.Equal(200, (await ci.PostAsync(new { unit = "contributors", criterion = "turnout", value = 30 }, Ct)).Status);
        var steward = await ChatPerson.NamedAsync(client, "You", Ct);
        Assert.Contains("the command line", (await steward.SayAsync("token list", Ct)).Text, StringComparison.Ordinal);
    }

    private static DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private static async Task<(int Code, string Says)> RunAsync(string file, params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var says = new StringWriter();
        var synchronized = TextWriter.Synchronized(says);
        Console.SetOut(synchronized);
        Console.SetError(synchronized);
        try
        {
            var code = await Companion.CommandLine.Commands.Root().Parse(["token", .. arguments, "--Storage:ConnectionString", $"Data Source={file}", "--Logging:LogLevel:Default", "None"]).InvokeAsync(cancellationToken: Ct);
            return (code, says.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
