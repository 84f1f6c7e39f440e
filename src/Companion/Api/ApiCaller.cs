using Companion.Core.Members;
using Companion.Storage;

namespace Companion.Api;

/// <summary>Whose request it is: a token that counts, and its organisation.</summary>
internal sealed record ApiCaller(ApiToken Token, Organisation Organisation, DateTimeOffset Now)
{
    /// <summary>True when the token may speak about a unit.</summary>
    public bool Sees(Guid? unit) => Token.UnitId is null || Token.UnitId == unit;

    /// <summary>The verifier put it there; an endpoint without the verifier's policy would be a mistake of ours.</summary>
    public static ValueTask<ApiCaller?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<ApiCaller?>(context.Features.Get<ApiCaller>() ?? throw new InvalidOperationException("This endpoint asks for no token."));
}
