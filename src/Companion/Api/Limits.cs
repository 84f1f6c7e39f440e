using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Companion.Api;

/// <summary>How often one token may ask: a bucket that fills evenly, so that a burst at the turn of a minute is no way around it.</summary>
internal static class Limits
{
    public const string Policy = "api";

    public static void AddTo(IServiceCollection services)
    {
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(Policy, Partition);
            limiter.OnRejected = RejectAsync;
        });
    }

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        var perMinute = context.RequestServices.GetRequiredService<IOptions<Settings>>().Value.RequestsPerMinute;
        return RateLimitPartition.GetTokenBucketLimiter(context.User.FindFirst(Verifier.TokenClaim)?.Value ?? "", _ => new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = 0,
        });
    }

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken ct)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await Problems.Of(StatusCodes.Status429TooManyRequests, new("rate.exceeded", $"This token asks too often. Try again in {seconds} {(seconds == 1 ? "second" : "seconds")}.")).ExecuteAsync(context.HttpContext);
    }
}
