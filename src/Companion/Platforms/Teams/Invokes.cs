using System.Text.Encodings.Web;
using System.Text.Json;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Teams;

/// <summary>What is answered inside the request: buttons and forms in place, dialogs, the message extension.</summary>
/// <remarks>https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model</remarks>
internal sealed partial class Invokes(Talks talks, People people, ChatPipeline pipeline, Composer composer, Extension extension, PeopleChoices choices, SettledCards settled, ILogger<Invokes> logger)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The JSON that answers, in time whatever happens; null for a name nobody here knows.</summary>
    public async Task<Invoked?> AnswerAsync(Activity activity, CancellationToken ct)
    {
        if (Deadline.Of(activity.Name) is not { } deadline)
            return null;
        if (activity is not { From.Person: not null, Conversation.Id.Length: > 0, Tenant: { } tenant })
            return new(StatusCodes.Status400BadRequest, []);
        if (await deadline.KeepAsync(limit => AnswerAsync(activity, tenant, limit), ct) is { } answer)
            return answer;

        TooSlow(activity.Name!);
        return Refusal(activity, "Slow", "That took too long. Whether it was kept shows a look at it: say status, or try again.");
    }

    private async Task<Invoked> AnswerAsync(Activity activity, string tenant, CancellationToken ct)
    {
        if (await talks.TenantAsync(activity, tenant, isInstalled: false, ct) is not { } at)
            return Refusal(activity, "NotInstalled", "I do not know your organisation yet: remove me and add me again.");

        // While writing, people are in conversations in which the bot may not be.
        var isElsewhere = IsOfComposing(activity);
        if (await people.MeetHurriedAsync(at.Connection, new(activity.ServiceUrl!, tenant), activity, mayBegin: at.Before is null && !isElsewhere, mustBeSeen: isElsewhere, ct) is not { } member)
            return Refusal(activity, "Stranger", "I do not know you yet: say hello to me in a chat first.");
        if (!isElsewhere)
            await talks.KeepAsync(at.Connection, activity, member, isOurs: false, ct);
        return activity.Name switch
        {
            "adaptiveCard/action" => new(StatusCodes.Status200OK, await ActionAsync(activity, at.Connection, ct)),
            "application/search" => await choices.AnswerAsync(activity, at.Connection, ct),
            _ => await extension.AnswerAsync(activity, at.Connection, ct),
        };
    }

    private static bool IsOfComposing(Activity activity) => activity.Name!.StartsWith("composeExtension/", StringComparison.Ordinal);

    /// <summary>A sentence in the shape that the client shows one in.</summary>
    private static Invoked Refusal(Activity activity, string code, string says) => activity.Name switch
    {
        "adaptiveCard/action" or "application/search" => new(StatusCodes.Status200OK, Error(code, says)),
        "task/fetch" or "task/submit" => Extension.TaskMessage(says),
        _ => Extension.Says(says),
    };

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
        var frame = new Frame { Back = to.Back, Page = to.Page, Step = to.Step };
        // A message that came by itself, shown again: after "Back", on another page, or when the client opens it.
        if (input.Said.Line.Length == 0)
            return Card(await composer.KeptAsync(connection.OrganisationId, connection.Id, message, frame with { RefreshFor = activity.From!.Id }, ct) is { } kept ? kept.Card : null);

        var reply = await pipeline.HandleAsync(to.Step > 0 ? Receiver.Asking(input) : input, ct);
        // Several things may have come in one message: the others stay.
        if (reply is Reply.Done && to.From is "" && await composer.BundledAsync(connection.OrganisationId, connection.Id, message, frame with { RefreshFor = activity.From!.Id, Back = null }, ct) is { } bundle)
            return Card(bundle.Card);

        var composed = await composer.ComposeAsync(input, reply, frame, ct);
        if (composed.KeepsForm is { } says)
            return Error("TooLong", says);
        if (reply is Reply.Done && to is { IsPersonal: true, From: not "" } && activity.ReplyToId is { Length: > 0 } pressed)
            settled.Add(to, pressed, composed);
        return Card(composed.Card);
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
        using var buffer = new Buffer(Renderer.Largest);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteNumber("statusCode", status);
        json.WriteString("type", type);
        json.WritePropertyName("value");
        value(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.Written.ToArray();
    }

    [LoggerMessage(LogLevel.Warning, "An invoke {Name} could not be answered in time.")]
    private partial void TooSlow(string name);
}

/// <summary>The answer to an invoke.</summary>
internal sealed record Invoked(int Status, byte[] Body);
