using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Platforms.Teams;

/// <summary>Dialogs, "Log as a decision" on a message, and the search of decisions while composing.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/what-are-messaging-extensions</remarks>
internal sealed partial class Extension(ChatPipeline pipeline, Composer composer, DecisionStore decisions, UnitStore units, MemberStore members)
{
    public const string LogCommand = "logDecision";
    public const string SearchCommand = "findDecision";
    public const string SearchParameter = "words";

    private const int Results = 10;
    private const int LongestQuote = 2000;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public async Task<Invoked> AnswerAsync(Activity activity, Connection connection, CancellationToken ct) => activity.Name switch
    {
        "composeExtension/query" => await FindAsync(activity, connection, ct),
        "composeExtension/fetchTask" => await DialogAsync(activity, connection, new Said(LogLine(activity.Value)), isFresh: true, ct),
        "composeExtension/submitAction" or "task/submit" or "task/fetch" => Submitted(activity, connection) is { } said
            ? await DialogAsync(activity, connection, said, isFresh: said.Fields is null, ct)
            : new(StatusCodes.Status400BadRequest, []),
        _ => new(StatusCodes.Status501NotImplemented, []),
    };

    private static Said? Submitted(Activity activity, Connection connection) =>
        Receiver.Read(activity, connection.Id) is { } read && !read.IsRefused(out _, out var input) ? input.Said : null;

    /// <summary>The command line that a message becomes: what was said, and where.</summary>
    private static string LogLine(JsonElement value)
    {
        var text = Text(value.Text("messagePayload", "body", "content") ?? "");
        var link = value.Text("messagePayload", "linkToMessage");
        text = Halves.Begin(text, LongestQuote).ToString();
        return $"log {(Uri.TryCreate(link, UriKind.Absolute, out var at) && at.Scheme == Uri.UriSchemeHttps ? $"{at.AbsoluteUri} " : "")}{text}".Trim();
    }

    private static string Text(string html) =>
        WebUtility.HtmlDecode(Tags().Replace(Breaks().Replace(html, " "), "")).Replace('\u00a0', ' ').Trim();

    private async Task<Invoked> DialogAsync(Activity activity, Connection connection, Said said, bool isFresh, CancellationToken ct)
    {
        said = said with { Line = Halves.Begin(said.Line, CommandParser.LongestLine).ToString() };
        // Whoever is asked in a dialog is asked alone, wherever it opened.
        var input = new ChatInput(connection.Id, activity.From!.Person!, new(activity.Place, true), said, isFresh ? null : activity.Key);
        var reply = await pipeline.HandleAsync(input, ct);
        // A message extension puts what came of it before the person, who may send it on as a message; a dialog says it.
        var isMessage = reply is Reply.Done && activity.Name == "composeExtension/submitAction";
        var composed = await composer.ComposeAsync(input, reply, new() { IsDialog = !isMessage }, ct);
        return Answer(isMessage ? json => Result(json, [(composed.Card, composed.Summary, "")]) : json => Task(json, composed));
    }

    private async Task<Invoked> FindAsync(Activity activity, Connection connection, CancellationToken ct)
    {
        var words = activity.Value.At("parameters")?.Items().FirstOrDefault(p => p.Text("name") == SearchParameter) is { ValueKind: JsonValueKind.Object } parameter ? parameter.Text("value") ?? "" : "";
        var skip = activity.Value.At("queryOptions", "skip") is { ValueKind: JsonValueKind.Number } from && from.TryGetInt32(out var number) ? Math.Clamp(number, 0, 1000) : 0;
        // The search of the chat, told as a list of entries.
        var found = await FoundAsync(connection.OrganisationId, words.Trim(), ct);
        var all = (await units.EverAsync(connection.OrganisationId, ct)).ToDictionary(u => u.Id);
        var names = (await members.NamesAsync(connection.OrganisationId, ct)).ToDictionary(m => m.Id, m => m.Name);
        var page = found.Skip(skip).Take(Results).Select(d =>
        {
            var unit = d.UnitId is { } id ? all.GetValueOrDefault(id) : null;
            var card = DecisionView.Announced(d, unit, who => names.GetValueOrDefault(who, "somebody"));
            return (Renderer.Render(card, Frame.Bare), card.Title, string.Create(CultureInfo.InvariantCulture, $"Decision {d.Number}, {d.At.UtcDateTime:d MMM yyyy}"));
        }).ToList();
        return Answer(page.Count == 0 ? json => Message(json, "No decision fits.") : json => Result(json, page));
    }

    private async Task<IReadOnlyList<Core.Decisions.Decision>> FoundAsync(Guid organisation, string words, CancellationToken ct)
    {
        if (words.Length == 0)
            return await decisions.LatestAsync(organisation, null, 5 * Results, 0, ct);

        var all = await decisions.AllAsync(organisation, ct);
        var names = (await units.EverAsync(organisation, ct)).ToDictionary(u => u.Id, u => $"{u.Key} {u.Name}");
        return new Core.Decisions.Precedents(all, id => names.GetValueOrDefault(id, "")).Nearest(words, null, null, 5 * Results);
    }

    /// <summary>A sentence while composing.</summary>
    public static Invoked Says(string text) => Answer(json => Message(json, text));

    /// <summary>A sentence in the place of a dialog.</summary>
    public static Invoked TaskMessage(string text) => Answer(json =>
    {
        json.WriteStartObject("task");
        json.WriteString("type", "message");
        json.WriteString("value", text);
        json.WriteEndObject();
    });

    private static Invoked Answer(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return new(StatusCodes.Status200OK, buffer.WrittenSpan.ToArray());
    }

    private static void Task(Utf8JsonWriter json, Composed composed)
    {
        json.WriteStartObject("task");
        json.WriteString("type", "continue");
        json.WriteStartObject("value");
        json.WriteString("title", "Companion");
        json.WriteString("height", "large");
        json.WriteString("width", "medium");
        json.WriteStartObject("card");
        json.WriteString("contentType", Renderer.ContentType);
        json.WritePropertyName("content");
        json.WriteRawValue(composed.Card, skipInputValidation: true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("composeExtension");
        json.WriteString("type", "message");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, IReadOnlyList<(byte[] Card, string Title, string Says)> results)
    {
        json.WriteStartObject("composeExtension");
        json.WriteString("type", "result");
        json.WriteString("attachmentLayout", "list");
        json.WriteStartArray("attachments");
        foreach (var (card, title, says) in results)
        {
            json.WriteStartObject();
            json.WriteString("contentType", Renderer.ContentType);
            json.WritePropertyName("content");
            json.WriteRawValue(card, skipInputValidation: true);
            json.WriteStartObject("preview");
            json.WriteString("contentType", "application/vnd.microsoft.card.thumbnail");
            json.WriteStartObject("content");
            json.WriteString("title", title);
            json.WriteString("text", says);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    [GeneratedRegex("<br ?/?>|</p>|</div>|</li>", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Breaks();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();
}
