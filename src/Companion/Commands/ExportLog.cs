using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>export</c>, <c>export json</c>, <c>export csv</c>, <c>export markdown</c></summary>
internal sealed record ExportLog(string? Format) : Command;

internal sealed class ExportLogHandler(ExportStore exports, PublicAddress address)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(24);

    public async Task<Reply> HandleAsync(ExportLog command, Caller caller, CancellationToken ct)
    {
        if (!caller.Input.Place.IsPrivate)
            return Answers.Refused(new("export.private", "The address of a download is for your eyes only. Say this to Companion directly, not in a channel."));
        if (LogFiles.FormatOf(command.Format) is not { } format)
            return Answers.Refused(new("export.format", "Export it as what? There is markdown (a file for each decision), json (with the chain, for verifying elsewhere) and csv (for a spreadsheet)."));

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var reply = new Reply.Done(LogView.Offered(address.Of($"/exports/{token}"), format, caller.Now + Lasts));
        await exports.OfferAsync(Hash(token), caller.Id, format, caller.Now + Lasts, caller.Effects(reply), ct);
        return reply;
    }

    /// <summary>What is kept of an address: enough to know it again, not to use it.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
