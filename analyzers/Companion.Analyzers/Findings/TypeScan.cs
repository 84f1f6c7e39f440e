using System;
using System.Collections.Generic;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Findings;

/// <summary>Gathers what one type does with vendors and reports it as one finding for each rule and vendor.</summary>
internal sealed class TypeScan(CompilationState state, INamedTypeSymbol type)
{
    private readonly Sightings _seen = new(state);

    /// <summary>Has the bodies of a type read, but only of one that can have to do with an SDK: for all others no operation is made, which is nearly all of the speed.</summary>
    public static void Start(SymbolStartAnalysisContext start, CompilationState state)
    {
        var type = (INamedTypeSymbol)start.Symbol;
        if (type.TypeKind is TypeKind.Enum or TypeKind.Delegate || !CanSpeak(type, state))
            return;

        var scan = new TypeScan(state, type);
        if (type.TypeKind != TypeKind.Interface)
        {
            start.RegisterOperationAction(
                new BodyScan(state, type, scan._seen).On,
                OperationKind.ObjectCreation, OperationKind.Invocation, OperationKind.SimpleAssignment, OperationKind.CatchClause,
                OperationKind.IsType, OperationKind.DeclarationPattern, OperationKind.RecursivePattern, OperationKind.TypePattern);
        }

        start.RegisterSymbolEndAction(scan.Report);
    }

    /// <summary>Whoever derives from an SDK's class speaks its words without naming them.</summary>
    private static bool CanSpeak(INamedTypeSymbol type, CompilationState state) =>
        state.SpeaksOfVendor(type) || Ports.Bases(type).Any(b => state.Vendors.Of(b) is not null);

    private void Report(SymbolAnalysisContext context)
    {
        Declared();
        if (_seen.All.Count == 0)
            return;

        var verdict = _seen.UsesClient ? state.Zone.Using(type) : state.Zone.Of(type);
        if (verdict.IsAdapter)
            return;

        foreach (var vendor in _seen.All.GroupBy(s => s.Vendor))
        {
            foreach (var finding in Merge(vendor.Key, vendor.ToList()))
                context.ReportDiagnostic(state.Diagnose(finding, type, verdict.Evidence));
        }
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
                _seen.Add(Rules.ExposedType, leak.Vendor, leak.Type.Name, member.Locations[0]);
        }
    }

    private void Bases()
    {
        foreach (var based in type.Interfaces.Concat(type.BaseType is null ? [] : new[] { type.BaseType }))
        {
            if (state.Vendors.In(based) is { Vendor.Shared: false } found && !IsException(type))
                _seen.Add(Rules.ExposedType, found.Vendor, found.Type.Name, type.Locations[0]);
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
                _seen.Add(Rules.ClientHeld, found.Vendor, found.Type.Name, place);
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

    private static bool IsAccessor(ISymbol member) =>
        member is IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion) }
        || member.IsImplicitlyDeclared && member is not IPropertySymbol;

    private bool IsDemanded(ISymbol member) => type.AllInterfaces
        .SelectMany(i => i.GetMembers(member.Name))
        .Any(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), member));

    private static bool IsInjected(IParameterSymbol parameter) => parameter.GetAttributes().Any(a => a.AttributeClass?.Name is "FromServicesAttribute" or "FromKeyedServicesAttribute");

    public static bool IsException(INamedTypeSymbol symbol) => Ports.Bases(symbol).Any(b => b.Name == "Exception" && b.ContainingNamespace.Name == "System");
}
