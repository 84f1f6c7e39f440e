using Companion.Platforms.Teams;
using Companion.Tests.Support;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Companion.Tests.Platforms.Teams;

public sealed class SettingsTests
{
    private const string Id = "5b0d6a0e-8a3e-4b6f-9a55-0d5f6c7e8f90";

    [Fact]
    public void A_secret_or_a_certificate_is_needed_not_both()
    {
        Assert.Contains("Teams:AppPassword", Why(new() { AppId = Id }), StringComparison.Ordinal);
        Assert.Contains("Teams:AppPassword", Why(new() { AppId = Id, AppPassword = "a", CertificatePath = typeof(SettingsTests).Assembly.Location }), StringComparison.Ordinal);
        Assert.Null(Why(new() { AppId = Id, AppPassword = "a" }));
        Assert.Null(Why(new() { AppId = Id, CertificatePath = typeof(SettingsTests).Assembly.Location }));
    }

    [Fact]
    public void Each_problem_names_its_key_and_all_are_told_at_once()
    {
        var why = Why(new() { AppId = "x", TenantId = "y", OpenIdMetadataUrl = "http://example.org/", TokenEndpoint = "ftp://a", ServiceHosts = ["https://a/"], CertificatePath = "/nowhere.pfx" })!;

        Assert.All(["Teams:AppId", "Teams:TenantId", "Teams:OpenIdMetadataUrl", "Teams:TokenEndpoint", "Teams:ServiceHosts", "Teams:CertificatePath"], key => Assert.Contains(key, why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/", true)]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/teams", true)]
    [InlineData("https://api.botframework.com/", true)]
    [InlineData("http://smba.trafficmanager.net/emea/", false)]
    [InlineData("https://smba.trafficmanager.net.evil.example/", false)]
    [InlineData("https://evil.example/smba.trafficmanager.net", false)]
    [InlineData("https://smba.trafficmanager.net:8443/", false)]
    [InlineData("https://smba.trafficmanager.net@evil.example/", false)]
    [InlineData("https://evilbotframework.com/", false)]
    [InlineData("http://127.0.0.1/", false)]
    public void A_token_goes_only_to_the_hosts_of_the_cloud(string address, bool goes) =>
        Assert.Equal(goes, new Settings { AppId = Id }.IsServiceUrl(new(address)));

    [Fact]
    public void Addresses_follow_the_cloud()
    {
        var settings = new Settings { Cloud = Cloud.UsGovernment, TenantId = Id };

        Assert.Equal("https://login.botframework.azure.us/v1/.well-known/openidconfiguration", settings.Metadata);
        Assert.Equal($"https://login.microsoftonline.us/{Id}/oauth2/v2.0/token", settings.Tokens);
        Assert.True(settings.IsServiceUrl(new("https://smba.infra.gov.teams.microsoft.us/teams")));
        Assert.False(settings.IsServiceUrl(new("https://smba.trafficmanager.net/emea/")));
        Assert.Contains("Teams:TenantId", Why(new() { AppId = Id, AppPassword = "a", Cloud = Cloud.China }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_emulator_is_for_development_on_loopback_only()
    {
        var settings = new Settings { Emulator = true };

        Assert.Null(Why(settings));
        Assert.Contains("Development", Why(settings, environment: "Production"), StringComparison.Ordinal);
        Assert.Contains("others can reach", Why(settings, url: "http://0.0.0.0:5180"), StringComparison.Ordinal);
        Assert.True(settings.IsServiceUrl(new("http://127.0.0.1:56150/_connector")));
        Assert.False(settings.IsServiceUrl(new("https://smba.trafficmanager.net/emea/")));
    }

    [Fact]
    public void The_program_does_not_start_with_the_emulator_in_production()
    {
        using var app = new App(TeamsApp.Monday) { Set = { ["Teams:Emulator"] = "true", ["environment"] = "Production" } };

        Assert.ThrowsAny<Exception>(() => app.CreateClient());
    }

    private static string? Why(Settings settings, string environment = "Development", string url = "http://127.0.0.1:5180") =>
        new SettingsValidator(new([url]), new Place(environment)).Validate(null, settings).FailureMessage;

    private sealed class Place(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "companion";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
