using System;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>Where the outside world calls in: such a type is never an adapter.</summary>
internal static class EntryPoints
{
    private static readonly string[] Background = ["IHostedService", "BackgroundService", "IJob", "IHealthCheck", "IStartupFilter"];
    private static readonly string[] InfrastructureTools = ["Amazon.CDK", "Constructs", "Pulumi", "HashiCorp.Cdktf"];
    private static readonly string[] Functions = ["FunctionAttribute", "FunctionNameAttribute", "LambdaFunctionAttribute"];

    /// <summary>A controller, a page, a hub, a hosted service, a job, a handler.</summary>
    public static bool Is(INamedTypeSymbol type, ServiceCatalogue catalogue) =>
        type.TypeKind == TypeKind.Class
        && (type.Name.EndsWith("Controller", StringComparison.Ordinal)
            || Called(type).Any(b => catalogue.EntryNames.Contains(b.Name) && catalogue.EntryPoints.Contains(Ports.FullName(b)))
            || type.GetMembers("<Main>$").Length > 0
            || type.GetMembers().Any(m => m is IMethodSymbol { IsImplicitlyDeclared: false, MethodKind: MethodKind.Ordinary } method && method.GetAttributes().Any(a => Functions.Contains(a.AttributeClass?.Name))));

    /// <summary>One that people or other systems call, rather than the host's own clock: it makes its assembly an application.</summary>
    public static bool IsFrontDoor(INamedTypeSymbol type, ServiceCatalogue catalogue) => Is(type, catalogue) && !Called(type).Any(b => Background.Contains(b.Name));

    /// <summary>Describes machines as code: it names services because that is its task.</summary>
    public static bool IsInfrastructure(INamedTypeSymbol type) => Ports.Bases(type).Any(b => InfrastructureTools.Any(t => b.ContainingAssembly?.Name.StartsWith(t, StringComparison.Ordinal) == true));

    private static System.Collections.Generic.IEnumerable<INamedTypeSymbol> Called(INamedTypeSymbol type) => Ports.Bases(type).Concat(type.AllInterfaces);
}
