using System;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Companion.Analyzers.Text;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Companion.Analyzers.Findings;

/// <summary>What the code of one type does with vendors: makes, calls, asks for, registers, catches.</summary>
internal sealed class BodyScan(CompilationState state, INamedTypeSymbol type, Sightings seen)
{
    private static readonly string[] Locators =
        ["GetRequiredService", "GetService", "GetRequiredKeyedService", "GetKeyedService", "GetServices", "Resolve", "CreateInstance", "GetServiceOrCreateInstance"];

    public void On(OperationAnalysisContext context)
    {
        // Nested types have a scan of their own; attributes belong to no code.
        if (!SymbolEqualityComparer.Default.Equals(context.ContainingSymbol.ContainingType, type) || state.Skips(context.Operation.Syntax.SyntaxTree))
            return;

        switch (context.Operation)
        {
            case IObjectCreationOperation { Type: INamedTypeSymbol created } creation when state.Vendors.Of(created) is { } vendor:
                Created(creation, created, vendor, context.ContainingSymbol);
                break;
            case IInvocationOperation call:
                Called(call, context.ContainingSymbol);
                break;
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: null } target } when state.Vendors.Of(target.Member) is { Shared: false } vendor:
                Add(Rules.SdkUsed, vendor, $"{target.Member.ContainingType.Name}.{target.Member.Name}", target.Syntax);
                break;
            case ICatchClauseOperation clause when clause.ExceptionType is { } caught && state.Vendors.In(caught) is { } found:
                Add(Rules.ExceptionHandled, found.Vendor, found.Type.Name, clause.ExceptionDeclarationOrExpression?.Syntax ?? clause.Syntax);
                break;
            case IIsTypeOperation test when VendorException(test.TypeOperand) is { } found:
                Add(Rules.ExceptionHandled, found.Vendor, found.Type.Name, test.Syntax);
                break;
            case IDeclarationPatternOperation pattern when VendorException(pattern.MatchedType) is { } found:
                Add(Rules.ExceptionHandled, found.Vendor, found.Type.Name, pattern.Syntax);
                break;
            case IRecursivePatternOperation pattern when VendorException(pattern.MatchedType) is { } found:
                Add(Rules.ExceptionHandled, found.Vendor, found.Type.Name, pattern.Syntax);
                break;
            case ITypePatternOperation pattern when VendorException(pattern.MatchedType) is { } found:
                Add(Rules.ExceptionHandled, found.Vendor, found.Type.Name, pattern.Syntax);
                break;
        }
    }

    private void Created(IObjectCreationOperation creation, INamedTypeSymbol created, Vendor vendor, ISymbol containing)
    {
        if (TypeScan.IsException(created))
        {
            Add(Rules.ExceptionHandled, vendor, created.Name, creation.Syntax);
            return;
        }

        if (vendor.Shared || Composition.IsFactoryHelper(containing, state.Vendors))
            return;

        if (Composition.Registration(creation, state.Vendors) is { } registration)
            Registered(registration, created, vendor);
        else
            Add(vendor.IsClient(created.Name) ? Rules.ClientCreated : Rules.SdkUsed, vendor, created.Name, creation.Syntax);
    }

    private void Called(IInvocationOperation call, ISymbol containing)
    {
        var method = call.TargetMethod;
        if (state.Vendors.Of(method) is { } vendor)
        {
            // What a client inherits from another vendor's library is still a call on that client.
            if (call.Instance?.Type is INamedTypeSymbol on && state.Vendors.Of(on) is { Shared: false } ofReceiver)
            {
                vendor = ofReceiver;
                if (vendor.IsClient(on.Name))
                    seen.UseClient();
            }

            if (vendor.Shared || SdkNames.IsOrdinary(method.Name) || Composition.IsRegistration(method, state.Vendors) || Composition.IsFactoryHelper(containing, state.Vendors) || Composition.Registration(call, state.Vendors) is not null)
                return;

            var factory = method.IsStatic && vendor.Factories.Contains(method.Name) && vendor.IsClient(method.ContainingType.Name);
            Add(factory ? Rules.ClientCreated : Rules.SdkUsed, vendor, $"{method.ContainingType.Name}.{method.Name}", call.Syntax);
            return;
        }

        if (method.TypeArguments.Length == 0)
            return;

        var client = method.TypeArguments.FirstOrDefault(state.Vendors.IsClient);
        if (client is not null && state.Vendors.Of(client) is { } owner)
        {
            if (method.Name == "CreateServiceClient")
            {
                if (Composition.Registration(call, state.Vendors) is null)
                    Add(Rules.ClientCreated, owner, client.Name, call.Syntax);
            }
            else if (Composition.IsRegistration(method, state.Vendors))
                Registered(call, (INamedTypeSymbol)client, owner);
            else if (Locators.Contains(method.Name) && Composition.Registration(call, state.Vendors) is null)
                Add(Rules.ClientHeld, owner, client.Name, call.Syntax);
        }
    }

    private void Registered(IOperation around, INamedTypeSymbol client, Vendor vendor)
    {
        if (around is IInvocationOperation registration && vendor.IsClient(client.Name) && registration.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal) && registration.TargetMethod.Parameters.FirstOrDefault()?.Type.Name == "IServiceCollection")
            state.Registrations.Add((vendor, client.Name, type, registration.Syntax.GetLocation()));
    }

    private (INamedTypeSymbol Type, Vendor Vendor)? VendorException(ITypeSymbol? tested) =>
        tested is INamedTypeSymbol named && TypeScan.IsException(named) ? state.Vendors.In(named) : null;

    private void Add(DiagnosticDescriptor rule, Vendor vendor, string subject, SyntaxNode node) => seen.Add(rule, vendor, subject, node.GetLocation());
}
