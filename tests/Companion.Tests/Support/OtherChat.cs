using System.Collections.Immutable;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Support;

/// <summary>A second chat in the same program, as plain as one can be: it keeps what was sent to it, or fails in the way it is told to.</summary>
internal sealed class OtherChat(App app, Connection connection) : ISender
{
    public const string Name = "other";

    private readonly List<(string Where, string Title)> _sent = [];

    public Connection Connection => connection;

    string ISender.Platform => Name;

    public SendException? Fault { get; set; }

    public SendException? UpdateFault { get; set; }

    /// <summary>Happens while a message is on its way.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public IReadOnlyList<(string Where, string Title)> Sent => _sent;

    /// <summary>What messages show by now, in the order of their updates.</summary>
    public List<string> Updated { get; } = [];

    /// <summary>A program with a second chat in it; the chat's workspace is connected already.</summary>
    public static Task<(App App, OtherChat Chat)> InAsync(DateTimeOffset now, CancellationToken ct, params ReadOnlySpan<(string Key, string Value)> settings)
    {
        var holder = new Holder();
        var app = new App(now, alsoSends: holder);
        foreach (var (key, value) in settings)
            app.Set[key] = value;
        return ConnectAsync(app, holder, ct);
    }

    private static async Task<(App App, OtherChat Chat)> ConnectAsync(App app, Holder holder, CancellationToken ct)
    {
        var workspace = new NewWorkspace(Name, "W1", "Tern on other", "Europe/Berlin", "{}", "sealed");
        var connection = await app.Services.GetRequiredService<ConnectionStore>().ConnectAsync(workspace, app.Time.GetUtcNow(), ct);
        holder.Chat = new(app, connection);
        return (app, holder.Chat);
    }

    public Task<Guid> MeetAsync(string name, CancellationToken ct, bool guest = false, bool begins = false, string? zone = null) =>
        app.Services.GetRequiredService<IdentityStore>().MeetAsync(connection, new(name, name, zone, guest, begins, begins), app.Time.GetUtcNow(), ct);

    public Task<Reply> SayAsync(string who, string line, CancellationToken ct, string? channel = null, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var values = fields.Length == 0 ? null : fields.ToArray().ToImmutableSortedDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        return app.Services.GetRequiredService<ChatPipeline>().HandleAsync(new(connection.Id, who, new(channel ?? $"dm-{who}", channel is null), new(line, values), null), ct);
    }

    public async Task<string> SendAsync(Address to, Guid messageId, ImmutableArray<Card> cards, CancellationToken ct)
    {
        if (Meanwhile is { } meanwhile)
            await meanwhile();
        if (Fault is { } fault)
            throw fault;
        _sent.Add((to.IsChannel ? to.Conversation! : to.Person, cards[0].Title));
        return $"{messageId}";
    }

    public Task UpdateAsync(Address to, string message, ImmutableArray<Card> cards, CancellationToken ct)
    {
        if (UpdateFault is { } fault)
            throw fault;
        Updated.Add(cards[0].Title);
        return Task.CompletedTask;
    }

    public Task AnswerAsync(ChatInput input, Reply reply, CancellationToken ct) => Task.CompletedTask;

    /// <summary>The program needs its senders before the chat can be connected.</summary>
    private sealed class Holder : ISender
    {
        public OtherChat? Chat { get; set; }

        public string Platform => Name;

        public Task<string> SendAsync(Address to, Guid messageId, ImmutableArray<Card> cards, CancellationToken ct) => Chat!.SendAsync(to, messageId, cards, ct);

        public Task UpdateAsync(Address to, string message, ImmutableArray<Card> cards, CancellationToken ct) => Chat!.UpdateAsync(to, message, cards, ct);

        public Task AnswerAsync(ChatInput input, Reply reply, CancellationToken ct) => Chat!.AnswerAsync(input, reply, ct);
    }
}
