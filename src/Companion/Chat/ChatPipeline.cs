using Companion.Commands;
using Companion.Core;
using Companion.Messages;
using Companion.Storage;
using Companion.Telemetry;

namespace Companion.Chat;

/// <summary>The way of every input: repeat? who? what? then the handler, then the answer. Errors of the outside world are caught here.</summary>
internal sealed partial class ChatPipeline(
    OrganisationStore organisations,
    MemberStore members,
    IdentityStore identities,
    DeliveryStore deliveries,
    PostStore posts,
    CommandRunner runner,
    Signals signals,
    TimeProvider time,
    ILogger<ChatPipeline> logger)
{
    private static readonly Func<ILogger, string, Guid, IDisposable?> InputScope =
        LoggerMessage.DefineScope<string, Guid>("Input {Reference} on connection {Connection}");

    /// <summary>How often a handler runs again because somebody else wrote first.</summary>
    private const int Attempts = 4;

    // Where somebody was active last need not be known to the minute.
    private static readonly TimeSpan SeenEvery = TimeSpan.FromHours(1);

    public async Task<Reply> HandleAsync(ChatInput input, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var reference = Guid.CreateVersion7(now).ToString("N")[20..];
        using var scope = InputScope(logger, reference, input.ConnectionId);
        using var delivery = Instruments.Delivery(time).Identified("companion.reference", reference).Identified("companion.connection", input.ConnectionId);
        try
        {
            CommandParser.Parse(input.Said).IsRefused(out var why, out var command);
            // What only shows was never kept as an answer: there is nothing to look for.
            if (input.Key is not null && command is not { OnlyShows: true } && await deliveries.FindAsync(input.ConnectionId, input.Key, ct) is { } first)
            {
                Repeated(input.ConnectionId);
                delivery.Outcome = "repeated";
                return first;
            }

            return await AnswerAsync(input, command, why, now, delivery, ct);
        }
        catch (StorageUnavailableException e)
        {
            Unavailable(e, reference);
            delivery.Outcome = "unavailable";
            return e.IsUncertain
                ? Problem("Nobody knows whether that was kept", $"{e.Message} Reference {reference}.")
                : Problem("That could not be kept", $"{e.Message} Nothing was changed; please try again. Reference {reference}.");
        }
        catch (StaleWriteException e)
        {
            delivery.Outcome = "stale";
            return Problem("Somebody else was first", $"{e.Message} Have a look and try again.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(e, reference);
            return Problem("Something went wrong here", $"It is not your fault, and nothing was changed. The reference for whoever runs Companion is {reference}.");
        }
    }

    private async Task<Reply> AnswerAsync(ChatInput input, Command? command, Refusal? why, DateTimeOffset now, Piece delivery, CancellationToken ct)
    {
        if (await CallerAsync(input, now, ct) is not { } caller)
        {
            delivery.Outcome = "stranger";
            return Problem("I do not know you yet", "Ask a steward to add you to the organisation.");
        }

        delivery.Outcome = "unclear";

        Reply reply;
        if (command is null)
            reply = new Reply.Show(why!.Code == "command.unknown" ? CommandParser.Unknown(why.Reason) : Card.Say("That is not clear", Part.Says(why.Reason)));
        else
            reply = await MeasuredAsync(command, caller, delivery, ct);

        // Whatever changed something kept its own transcript, in one transaction with the change.
        if (reply is Reply.Show && !input.KeepsHistory)
            await posts.AddAsync(caller.Organisation.Id, Transcript.Of(input, caller.Id, reply, now), ct);
        // Who looks at the equalizer wakes nobody.
        if (reply is not Reply.OpenForm && (command is not { OnlyShows: true } || !input.KeepsHistory))
            signals.Changed();

        return reply;
    }

    private async Task<Reply> MeasuredAsync(Command command, Caller caller, Piece delivery, CancellationToken ct)
    {
        delivery.With("companion.command", command.GetType().Name).Outcome = "failed";
        var reply = await RunAsync(command, caller, ct);
        delivery.Outcome = reply.GetType().Name;
        return reply;
    }

    private async Task<Reply> RunAsync(Command command, Caller caller, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Who somebody is, and who else is there, may be what the other one changed.
                if (attempt > 1)
                    caller = await CallerAsync(caller.Input, caller.Now, ct) ?? throw new StaleWriteException("You were taken out of the organisation meanwhile.");
                return await runner.RunAsync(command, caller, ct);
            }
            // Deciding is pure: reading again and deciding again is safe.
            catch (StaleWriteException) when (attempt < Attempts)
            {
                RanAgain(nameof(StaleWriteException), attempt);
            }
            catch (DuplicateException e) when (attempt < Attempts)
            {
                // The same delivery, twice at once: the other one was first, and its answer is the answer.
                if (caller.Input.Key is { } key && await deliveries.FindAsync(caller.Input.ConnectionId, key, ct) is { } first)
                    return first;

                RanAgain(e.Message, attempt);
            }
        }
    }

    private async Task<Caller?> CallerAsync(ChatInput input, DateTimeOffset now, CancellationToken ct)
    {
        if (await members.FindAsync(input.ConnectionId, input.Person, ct) is not { Id: var id } known)
            return null;
        if (now - known.LastSeenAt > SeenEvery || known.WasUnreachable != 0)
        {
            await identities.SeenAsync(input.ConnectionId, input.Person, now, ct);
            signals.Changed();
        }

        var organisation = await organisations.OfConnectionAsync(input.ConnectionId, ct);
        var everyone = await members.AllAsync(organisation.Id, ct);
        return everyone.FirstOrDefault(m => m.Id == id) is { } member
            ? new(organisation, member, everyone, input, now) { Gone = await members.GoneAsync(organisation.Id, ct), IsGuest = known.IsGuest }
            : null;
    }

    private static Reply.Show Problem(string title, string says) => new(Card.Say(title, Part.Says(says)));

    [LoggerMessage(LogLevel.Debug, "A repeated delivery on connection {Connection} got its first answer.")]
    private partial void Repeated(Guid connection);

    [LoggerMessage(LogLevel.Debug, "Somebody else wrote first ({Why}); attempt {Attempt} runs again.")]
    private partial void RanAgain(string why, int attempt);

    [LoggerMessage(LogLevel.Error, "Storage refused; reference {Reference}.")]
    private partial void Unavailable(Exception exception, string reference);

    [LoggerMessage(LogLevel.Error, "A command failed; reference {Reference}.")]
    private partial void Failed(Exception exception, string reference);
}
