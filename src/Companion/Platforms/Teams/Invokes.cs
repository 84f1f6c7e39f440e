using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Teams;

/// <summary>What is answered inside the request: buttons and forms in place, dialogs, the message extension.</summary>
/// <remarks>https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model</remarks>
internal sealed class Invokes(Talks talks, People people, ChatPipeline pipeline, Composer composer, Extension extension)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The JSON that answers; null for a name nobody here knows.</summary>
    public async Task<Invoked?> AnswerAsync(Activity activity, CancellationToken ct)
    {
        if (activity.Name is not ("adaptiveCard/action" or "task/fetch" or "task/submit" or "composeExtension/query" or "composeExtension/fetchTask" or "composeExtension/submitAction"))
            return null;
        if (activity is not { From.Person: not null, Conversation.Id.Length: > 0, Tenant: { } tenant })
            return new(StatusCodes.Status400BadRequest, []);

        var (connection, before) = await talks.TenantAsync(activity, tenant, ct);
        var member = await people.MeetAsync(connection, new(activity.ServiceUrl!, tenant), activity, activity.From, mayBegin: before is null, ct);
        await talks.KeepAsync(connection, activity, member, ct);
        return activity.Name == "adaptiveCard/action"
            ? new(StatusCodes.Status200OK, await ActionAsync(activity, connection, ct))
            : await extension.AnswerAsync(activity, connection, ct);
    }

    private async Task<byte[]> ActionAsync(Activity activity, Connection connection, CancellationToken ct)
    {
        if (activity.Value.At("action") is not { ValueKind: JsonValueKind.Object } action)
            return Error("BadRequest", "An action is missing.");
        if (action.Text("type") != "Action.Execute")
            return Error("NotSupported", "Only Action.Execute is known.");
        if (Receiver.Read(activity, connection.Id) is not { } read)
            return Error("BadRequest", "This button is not one of mine.");
        if (read.IsRefused(out var why, out var input))
            return Error("BadRequest", why.Reason);

        var to = AnswerTo.Read(input.AnswerTo!);
        var message = Sender.MessageId(activity.Place, activity.ReplyToId ?? "");
        var frame = new Frame { Back = to.Back, Page = to.Page };
        // A message that came by itself, shown again: after "Back", on another page, or when the client opens it.
        if (input.Said.Line.Length == 0)
            return Card(await composer.KeptAsync(connection.OrganisationId, connection.Id, message, frame with { RefreshFor = activity.From!.Id }, ct) is { } kept ? kept.Card : null);

        var reply = await pipeline.HandleAsync(input, ct);
        // Several things may have come in one message: the others stay.
        if (reply is Reply.Done && to.From is "" && await composer.BundledAsync(connection.OrganisationId, connection.Id, message, frame with { RefreshFor = activity.From!.Id, Back = null }, ct) is { } bundle)
            return Card(bundle.Card);

        return Card((await composer.ComposeAsync(input, reply, frame, ct)).Card);
    }

    private static byte[] Card(byte[]? card) => card is null
        ? Error("NotFound", "This message is not known any more.")
        : Write("application/vnd.microsoft.card.adaptive", 200, json => json.WriteRawValue(card, skipInputValidation: true));

    private static byte[] Error(string code, string message) => Write("application/vnd.microsoft.error", 400, json =>
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    private static byte[] Write(string type, int status, Action<Utf8JsonWriter> value)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteNumber("statusCode", status);
        json.WriteString("type", type);
        json.WritePropertyName("value");
        value(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>The answer to an invoke.</summary>
internal sealed record Invoked(int Status, byte[] Body);
