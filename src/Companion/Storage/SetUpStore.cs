using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Members;
using Companion.Core.Readiness;

namespace Companion.Storage;

/// <summary>Setup touches people, units, the gate and a check-in: together or not at all.</summary>
internal sealed class SetUpStore(Database database)
{
    /// <exception cref="StaleWriteException">The organisation was changed by somebody else meanwhile.</exception>
    /// <exception cref="DuplicateException">The unit is there already.</exception>
    public Task SaveAsync(SetUpChange change, Guid connectionId, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var organisation = change.Organisation.Id;
            await OrganisationStore.SetUpAsync(connection, transaction, change.Organisation);
            if (change.OwnName is { } name)
                await MemberStore.RenameAsync(connection, transaction, organisation, change.By, name);
            foreach (var member in change.NewMembers)
                await MemberStore.AddAsync(connection, transaction, organisation, connectionId, member, effects.At);
            foreach (var (unit, facts) in change.Units)
                await UnitStore.AddAsync(connection, transaction, organisation, unit, facts, effects.At);
            foreach (var fact in change.GateFacts)
                await UnitStore.AddFactAsync(connection, transaction, organisation, null, fact);
            if (change.IsNewCheckIn)
                await CheckInStore.AddAsync(connection, transaction, organisation, change.CheckIn, effects.At);
            else
                foreach (var (unit, _) in change.Units)
                    await CheckInStore.AddUnitAsync(connection, transaction, organisation, change.CheckIn.Id, unit.Id);
            await connection.WriteAsync(effects, transaction);
        },
        ct);
}

/// <summary>What one setup adds.</summary>
/// <param name="OwnName">What the steward who sets up wants to be called; null to keep the name.</param>
/// <param name="GateFacts">The criteria of the stability gate, with the first unit.</param>
internal sealed record SetUpChange(
    Organisation Organisation,
    Guid By,
    string? OwnName,
    ImmutableArray<NewMember> NewMembers,
    ImmutableArray<NewUnit> Units,
    ImmutableArray<CriterionSet> GateFacts,
    CheckIn CheckIn,
    bool IsNewCheckIn);
