using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Teams;

/// <summary>Whom a form lets one choose: the first of them stand in the form, all are found as one types.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search</remarks>
internal sealed class PeopleChoices(OrganisationStore organisations, MemberStore members, InviteeStore groups)
{
    /// <summary>The data sets that a form names and a search comes back with.</summary>
    public const string People = "people";
    public const string Invitees = "invitees";

    // Clients that know no search show these, and a list that is longer helps nobody.
    private const int MostInForm = 40;
    private const int MostFound = 15;

    /// <summary>The people of a form; null for one that asks for none.</summary>
    public async Task<Choosable?> OfAsync(Form form, Guid connection, CancellationToken ct)
    {
        // Whoever is added by the form itself can be named only in words.
        if (form.Fields.All(f => f.Kind != FieldKind.People) || form.Fields.Any(f => f is { Name: "people", Kind: not FieldKind.People }))
            return null;

        var organisation = (await organisations.OfConnectionAsync(connection, ct)).Id;
        var names = await NamesAsync(organisation, withGroups: false, ct);
        var all = form.Fields.Any(f => f.TakesGroups) ? await NamesAsync(organisation, withGroups: true, ct) : names;
        return new([.. names.Take(MostInForm)], [.. all.Take(MostInForm)], names.Length > MostInForm, all.Length > MostInForm);
    }

    /// <summary>What fits what somebody typed so far: names that begin with it, then names that have it anywhere.</summary>
    public async Task<Invoked> AnswerAsync(Activity activity, Connection connection, CancellationToken ct)
    {
        var typed = activity.Value.Text("queryText")?.Trim() ?? "";
        var all = activity.Value.Text("dataset") switch
        {
            People => await NamesAsync(connection.OrganisationId, withGroups: false, ct),
            Invitees => await NamesAsync(connection.OrganisationId, withGroups: true, ct),
            _ => [],
        };
        return Write(all.Where(n => n.Contains(typed, StringComparison.CurrentCultureIgnoreCase)).OrderBy(n => !n.StartsWith(typed, StringComparison.CurrentCultureIgnoreCase)).Skip(Number(activity, "skip", 0)).Take(Number(activity, "top", MostFound)));
    }

    // Names are told apart by commas when they come back; one with a comma can only be typed in another chat.
    private async Task<ImmutableArray<string>> NamesAsync(Guid organisation, bool withGroups, CancellationToken ct)
    {
        var people = (await members.AllAsync(organisation, ct)).Select(m => m.Name).Order(StringComparer.CurrentCultureIgnoreCase);
        var all = withGroups ? (await groups.GroupsAsync(organisation, ct)).Where(g => !g.Members.IsEmpty).Select(g => g.Name).Concat(people) : people;
        return [.. all.Where(n => !n.Contains(',', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
    }

    private static int Number(Activity activity, string name, int otherwise) =>
        activity.Value.At("queryOptions", name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? Math.Clamp(value, 0, name == "top" ? MostFound : 1000) : otherwise;

    private static Invoked Write(IEnumerable<string> names)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Renderer.Options);
        json.WriteStartObject();
        json.WriteNumber("statusCode", StatusCodes.Status200OK);
        json.WriteString("type", "application/vnd.microsoft.search.searchResponse");
        json.WriteStartObject("value");
        json.WriteStartArray("results");
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WriteString("value", name);
            json.WriteString("title", Markdown.Plain(name));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return new(StatusCodes.Status200OK, buffer.WrittenSpan.ToArray());
    }
}

/// <summary>Names that a form offers.</summary>
/// <param name="Everybody">People and groups, for fields that take both.</param>
/// <param name="MorePeople">True when there are more than stand here.</param>
internal sealed record Choosable(ImmutableArray<string> People, ImmutableArray<string> Everybody, bool MorePeople, bool MoreOfEverybody);
