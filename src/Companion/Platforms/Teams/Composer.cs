using System.Collections.Immutable;
using System.Diagnostics;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Teams;

/// <summary>Makes a card of a reply, for the one person who gets it.</summary>
internal sealed class Composer(ChatPipeline pipeline, IdentityStore identities, OutboxStore outbox, PeopleChoices choices)
{
    /// <summary>The card of a reply, and the title that stands for it in a notification.</summary>
    public async Task<Composed> ComposeAsync(ChatInput input, Reply reply, Frame frame, CancellationToken ct)
    {
        // Asking again gives the same card only when nothing was submitted.
        var line = input.Said.Fields is null && reply is Reply.Show ? input.Said.Line : null;
        switch (reply)
        {
            case Reply.Show show:
                return await ShowAsync([show.Card], input.ConnectionId, frame with { Line = line }, ct);
            case Reply.Done done:
                return await ShowAsync([done.Card], input.ConnectionId, frame, ct);
            case Reply.OpenForm open:
                return await FormAsync(open.Form, input, ImmutableSortedDictionary<string, string>.Empty, frame, ct);
            case Reply.FieldErrors errors:
                return await AgainAsync(input, errors, frame, ct);
            default:
                throw new UnreachableException();
        }
    }

    public async Task<Composed> ShowAsync(ImmutableArray<Card> cards, Guid connection, Frame frame, CancellationToken ct)
    {
        if (cards.Any(c => c.Parts.Any(NamesSomebody)))
        {
            var known = await identities.OfConnectionAsync(connection, ct);
            frame = frame with { MentionOf = id => known.GetValueOrDefault(id) };
        }

        return new(Renderer.Render(cards, frame), Renderer.Summary(cards));
    }

    /// <summary>A message of the outbox as it is now; null for a message that did not come from there.</summary>
    public async Task<Composed?> KeptAsync(Guid organisation, Guid connection, string message, Frame frame, CancellationToken ct) =>
        await outbox.BundleAsync(organisation, new(connection, message), ct) is { IsEmpty: false } bundle
            ? await ShowAsync([.. bundle.Select(i => i.Card)], connection, frame with { IsKept = true, Line = null }, ct)
            : null;

    /// <summary>The same where several items came in one message; null for one alone, whose answer says more.</summary>
    public async Task<Composed?> BundledAsync(Guid organisation, Guid connection, string message, Frame frame, CancellationToken ct) =>
        await outbox.BundleAsync(organisation, new(connection, message), ct) is { Length: > 1 } bundle
            ? await ShowAsync([.. bundle.Select(i => i.Card)], connection, frame with { IsKept = true, Line = null }, ct)
            : null;

    // The form comes from the same line without fields; what was typed goes back into it.
    private async Task<Composed> AgainAsync(ChatInput input, Reply.FieldErrors errors, Frame frame, CancellationToken ct)
    {
        if (await pipeline.HandleAsync(input with { Said = new(input.Said.Line), Key = null }, ct) is Reply.OpenForm again)
            return await FormAsync(again.Form, input, errors.ByField, frame, ct);

        var card = new Card("Please look again", [new Part.Bullets([.. errors.ByField.Values.Select(e => (Line)e)])]);
        return new(Renderer.Render(card, frame), card.Title);
    }

    private async Task<Composed> FormAsync(Form form, ChatInput input, ImmutableSortedDictionary<string, string> errors, Frame frame, CancellationToken ct)
    {
        frame = frame with { Choosable = await choices.OfAsync(form, input.ConnectionId, ct) };
        if (FormRenderer.Render(form, frame, errors, input.Said.Fields) is { } card)
            return new(card, Markdown.Plain(form.Title));

        if (input.Said.Fields is null)
            return new(Renderer.Render(Card.Say("This form is too long for Teams", Part.Says("One of its lists has more to choose from than a message of Teams holds. Say it as a command (help shows how), or use the dashboard's own chat.")), frame), form.Title);

        // The form that was filled in is still before the person, with all that stands in it.
        var says = string.Join(" ", errors.Values.Append("What you wrote is more than Teams can show again, so nothing was kept yet. The form is still there: mend it or shorten it, and send it again."));
        return new(Renderer.Render(Card.Say("Please look again", Part.Says(says)), frame), form.Title) { KeepsForm = says };
    }

    private static bool NamesSomebody(Part part) => part switch
    {
        Part.Text text => NamesSomebody(text.Line),
        Part.Field field => NamesSomebody(field.Value),
        Part.Table table => table.Rows.Any(r => r.Any(NamesSomebody)),
        Part.Bullets bullets => bullets.Lines.Any(NamesSomebody),
        Part.Fold fold => fold.Parts.Any(NamesSomebody),
        Part.Heading or Part.Meter or Part.Actions or Part.Divider => false,
        _ => throw new UnreachableException(),
    };

    private static bool NamesSomebody(Line line) => line.Inlines.Any(i => i is Inline.Person);
}

/// <summary>A finished card.</summary>
internal sealed record Composed(byte[] Card, string Summary)
{
    /// <summary>Why the form that was submitted should stay as it is; null when the card takes its place.</summary>
    public string? KeepsForm { get; init; }
}
