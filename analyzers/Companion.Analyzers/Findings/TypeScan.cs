using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Companion.Analyzers.Findings;

/// <summary>Gathers what one type does with vendors and reports it as one finding for each rule and vendor.</summary>
internal sealed class TypeScan(CompilationState state, INamedTypeSymbol type)
{
    private static readonly string[] Locators =
        ["GetRequiredService", "GetService", "GetRequiredKeyedService", "GetKeyedService", "GetServices", "Resolve", "CreateInstance", "GetServiceOrCreateInstance"];

    private readonly ConcurrentBag<(DiagnosticDescriptor Rule, Vendor Vendor, string Subject, Location Place)> _seen = [];
    private volatile bool _usesClient;

    public void OnOperation(OperationAnalysisContext context)
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

    public void Report(SymbolAnalysisContext context)
    {
        Declared();
        if (_seen.IsEmpty)
            return;

        var verdict = _usesClient ? state.Zone.Using(type) : state.Zone.Of(type);
        if (verdict.IsAdapter)
            return;

        foreach (var vendor in _seen.GroupBy(s => s.Vendor))
        {
            foreach (var finding in Merge(vendor.Key, vendor.ToList()))
                context.ReportDiagnostic(state.Diagnose(finding, type, verdict.Evidence));
        }
    }

    private void Created(IObjectCreationOperation creation, INamedTypeSymbol created, Vendor vendor, ISymbol containing)
    {
        if (IsException(created))
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
                _usesClient |= vendor.IsClient(on.Name);
            }

            if (vendor.Shared || Composition.IsRegistration(method, state.Vendors) || Composition.IsFactoryHelper(containing, state.Vendors) || Composition.Registration(call, state.Vendors) is not null)
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

    /// <summary>What the type declares: fields, parameters, base types, public signatures.</summary>
    private void Declared()
    {
        if (type.TypeKind == TypeKind.Interface || (type.TypeKind == TypeKind.Class && type.IsAbstract && type.GetMembers().Any(m => m.IsAbstract && Signatures.Leak(m, state.Vendors) is not null)))
            return;

        var visible = Visibility.IsPublic(type);
        if (visible)
            Bases();

        foreach (var member in type.GetMembers().Where(m => m.Locations.Length > 0 && m.Locations[0].IsInSource))
        {
            if (state.Skips(member.Locations[0].SourceTree!))
                continue;

            Held(member);
            if (visible && Visibility.IsPublic(member) && !IsAccessor(member) && Exposed(member) is { } leak)
                Add(Rules.ExposedType, leak.Vendor, leak.Type.Name, member.Locations[0]);
        }
    }

    private void Bases()
    {
        foreach (var based in type.Interfaces.Concat(type.BaseType is null ? [] : new[] { type.BaseType }))
        {
            if (state.Vendors.In(based) is { Vendor.Shared: false } found && !IsException(type))
                Add(Rules.ExposedType, found.Vendor, found.Type.Name, type.Locations[0]);
        }
    }

    private void Held(ISymbol member)
    {
        var held = member switch
        {
            IFieldSymbol { IsImplicitlyDeclared: false } field => new[] { (field.Type, Place: field.Locations[0]) },
            IPropertySymbol property => [(property.Type, property.Locations[0])],
            IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } method => method.Parameters.Select(p => (p.Type, p.Locations[0])).ToArray(),
            IMethodSymbol { MethodKind: MethodKind.Ordinary } method => method.Parameters.Where(IsInjected).Select(p => (p.Type, p.Locations[0])).ToArray(),
            _ => [],
        };
        foreach (var (heldType, place) in held)
        {
            if (state.Vendors.In(heldType) is { } found && found.Vendor.IsClient(found.Type.Name))
                Add(Rules.ClientHeld, found.Vendor, found.Type.Name, place);
        }
    }

    private (INamedTypeSymbol Type, Vendor Vendor)? Exposed(ISymbol member)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } hook && hook.Parameters.Any(p => p.Type is INamedTypeSymbol t && (t.Name == "IServiceCollection" || Composition.IsBuilder(t))))
            return null;

        var leak = Signatures.Leak(member, state.Vendors);
        var parameterOfConstructor = member is IMethodSymbol { MethodKind: MethodKind.Constructor };

        // A client that is injected is held, and said so once; what an interface or base class demands is said there.
        return leak is { } found && !found.Vendor.Shared && !(parameterOfConstructor && found.Vendor.IsClient(found.Type.Name)) && !member.IsOverride && !IsDemanded(member) ? leak : null;
    }

    /// <summary>The strongest statement speaks for the type; plain uses ride along as further places.</summary>
    private static IEnumerable<Finding> Merge(Vendor vendor, List<(DiagnosticDescriptor Rule, Vendor Vendor, string Subject, Location Place)> seen)
    {
        var byRule = seen.ToLookup(s => s.Rule);
        var main = new[] { Rules.ClientCreated, Rules.ClientHeld, Rules.ExposedType, Rules.SdkUsed }.FirstOrDefault(byRule.Contains);
        foreach (var rule in new[] { Rules.ClientCreated, Rules.ClientHeld, Rules.ExposedType, Rules.SdkUsed, Rules.ExceptionHandled }.Where(byRule.Contains))
        {
            var rides = rule != main && rule != Rules.ExposedType && rule != Rules.ExceptionHandled;
            if (rides)
                continue;

            var places = Ordered(byRule[rule]);
            var finding = new Finding(rule, vendor, places[0].Subject);
            finding.Places.AddRange(places.Select(p => p.Place));
            if (rule == main)
            {
                var others = seen.Where(s => s.Rule != main && s.Rule != Rules.ExposedType && s.Rule != Rules.ExceptionHandled);
                finding.Places.AddRange(Ordered(others).Select(p => p.Place).Where(p => !finding.Places.Contains(p)));
            }

            yield return finding;
        }
    }

    private static List<(DiagnosticDescriptor Rule, Vendor Vendor, string Subject, Location Place)> Ordered(
        IEnumerable<(DiagnosticDescriptor Rule, Vendor Vendor, string Subject, Location Place)> seen) =>
        seen.OrderBy(s => s.Place.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(s => s.Place.SourceSpan.Start).ToList();

    private (INamedTypeSymbol Type, Vendor Vendor)? VendorException(ITypeSymbol? tested) =>
        tested is INamedTypeSymbol named && IsException(named) ? state.Vendors.In(named) : null;

    private static bool IsAccessor(ISymbol member) =>
        member is IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion) }
        || member.IsImplicitlyDeclared && member is not IPropertySymbol;

    private bool IsDemanded(ISymbol member) => type.AllInterfaces
        .SelectMany(i => i.GetMembers(member.Name))
        .Any(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), member));

    private static bool IsInjected(IParameterSymbol parameter) => parameter.GetAttributes().Any(a => a.AttributeClass?.Name is "FromServicesAttribute" or "FromKeyedServicesAttribute");

    private static bool IsException(INamedTypeSymbol symbol) => Ports.Bases(symbol).Any(b => b.Name == "Exception" && b.ContainingNamespace.Name == "System");

    private void Add(DiagnosticDescriptor rule, Vendor vendor, string subject, SyntaxNode node) => Add(rule, vendor, subject, node.GetLocation());

    private void Add(DiagnosticDescriptor rule, Vendor vendor, string subject, Location place)
    {
        if (!state.Settings.IgnoredVendors.Contains(vendor.Id))
            _seen.Add((rule, vendor, subject, place));
    }
}
