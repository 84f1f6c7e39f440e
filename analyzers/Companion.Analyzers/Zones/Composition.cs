using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Companion.Analyzers.Zones;

/// <summary>Tells code that only wires things together: there, and only inside a registration's arguments, an SDK may be named.</summary>
internal static class Composition
{
    private static readonly string[] BuilderSpaces =
        ["Microsoft.Extensions", "Microsoft.AspNetCore", "MassTransit", "Orleans", "Autofac", "Serilog", "OpenTelemetry", "Azure.Extensions", "FluentEmail", "Hangfire", "Amazon.Extensions"];

    private static readonly string[] Registering = ["Add", "TryAdd", "Register", "Use", "With", "Configure", "Replace"];
    private static readonly string[] BuilderSuffixes = ["Builder", "Configurator", "ServiceCollection", "LoggerSinkConfiguration", "LoggerConfiguration", "Registrator", "ServiceDescriptor"];

    /// <summary>The nearest registration whose argument the operation stands in, directly or through a local that goes nowhere else.</summary>
    public static IOperation? Registration(IOperation operation, VendorMap vendors) => Around(operation, vendors) ?? ThroughLocal(operation, vendors);

    public static bool IsRegistration(IMethodSymbol method, VendorMap vendors)
    {
        var on = method.ReducedFrom?.Parameters[0].Type ?? (method.IsExtensionMethod ? method.Parameters[0].Type : method.ContainingType);
        return on is INamedTypeSymbol type && (IsBuilder(type) || (IsNamedBuilder(type) && vendors.Of(type) is null));
    }

    public static bool IsBuilder(INamedTypeSymbol type) =>
        IsNamedBuilder(type)
        && Ports.FullName(type) is var name
        && BuilderSpaces.Any(s => name.StartsWith(s + ".", StringComparison.Ordinal));

    private static bool IsNamedBuilder(INamedTypeSymbol type) => BuilderSuffixes.Any(s => type.Name.EndsWith(s, StringComparison.Ordinal));

    /// <summary>A class that is handed what things are registered with: its task is to know the concrete ones.</summary>
    public static bool Composes(INamedTypeSymbol type) =>
        type.GetMembers().Any(m => m is IMethodSymbol method && method.Parameters.Any(p => p.Type is INamedTypeSymbol t && (IsBuilder(t) || t.Name is "IServiceCollection" or "ContainerBuilder")));

    /// <summary>A private helper of a composing class that hands out what a registration needs: nobody else there calls it.</summary>
    public static bool IsFactoryHelper(ISymbol containing, VendorMap vendors) =>
        containing is IMethodSymbol { DeclaredAccessibility: Accessibility.Private } method
        && vendors.In(method.ReturnType) is not null
        && Composes(method.ContainingType)
        && method.ContainingType.DeclaringSyntaxReferences
            .SelectMany(r => r.GetSyntax(CancellationToken.None).DescendantNodes().OfType<InvocationExpressionSyntax>())
            .Where(c => c.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == method.Name)
            .All(IsWithinRegistration);

    private static bool IsWithinRegistration(InvocationExpressionSyntax call) =>
        call.Ancestors().Any(a => a is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } && Registering.Any(r => name.StartsWith(r, StringComparison.Ordinal)))
        || call.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } caller && !caller.Modifiers.Any(m => m.IsKind(SyntaxKind.PublicKeyword)) && caller.ReturnType.ToString() is var returned && returned != "void" && returned != "Task";

    private static IOperation? Around(IOperation operation, VendorMap vendors)
    {
        for (var (at, below) = (operation.Parent, operation); at is not null; (at, below) = (at.Parent, at))
        {
            if (at is IInvocationOperation call && below is IArgumentOperation && IsRegistration(call.TargetMethod, vendors))
                return call;

            // Half-typed, or its package is not there: the name must do.
            if (at is IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } } && name.StartsWith("Add", StringComparison.Ordinal))
                return at;
        }

        return null;
    }

    private static IOperation? ThroughLocal(IOperation operation, VendorMap vendors)
    {
        var at = operation.Parent;
        while (at is IConversionOperation or IAwaitOperation or IVariableInitializerOperation)
            at = at.Parent;

        if (at is not IVariableDeclaratorOperation { Symbol: { } local })
            return null;

        IOperation root = at;
        while (root.Parent is not null)
            root = root.Parent;

        // Options may be filled in before they are handed over.
        var uses = References(root, local).Where(u => u.Parent is not IPropertyReferenceOperation).ToList();
        return uses.Count > 0 && uses.All(u => Around(u, vendors) is not null) ? Around(uses[0], vendors) : null;
    }

    private static IEnumerable<IOperation> References(IOperation root, ILocalSymbol local) =>
        root.Descendants().OfType<ILocalReferenceOperation>().Where(r => SymbolEqualityComparer.Default.Equals(r.Local, local));
}
