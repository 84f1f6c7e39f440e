using Companion.Storage;

namespace Companion.Api;

/// <summary>What a token's scope opens.</summary>
internal static class Policies
{
    public const string Evidence = "api evidence";
    public const string Read = "api read";

    /// <summary>Whoever hands in evidence may see which units and criteria there are.</summary>
    public const string Any = "api any";

    public static void AddTo(IServiceCollection services) => services.AddAuthorizationBuilder()
        .AddPolicy(Evidence, p => p.AddAuthenticationSchemes(Verifier.SchemeName).RequireAuthenticatedUser().RequireClaim(Verifier.ScopeClaim, nameof(TokenScopes.Evidence)))
        .AddPolicy(Read, p => p.AddAuthenticationSchemes(Verifier.SchemeName).RequireAuthenticatedUser().RequireClaim(Verifier.ScopeClaim, nameof(TokenScopes.Read)))
        .AddPolicy(Any, p => p.AddAuthenticationSchemes(Verifier.SchemeName).RequireAuthenticatedUser());
}
