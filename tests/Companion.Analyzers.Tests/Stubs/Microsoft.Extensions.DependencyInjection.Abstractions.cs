namespace Microsoft.Extensions.Hosting
{
    public interface IHostedService { System.Threading.Tasks.Task StartAsync(System.Threading.CancellationToken ct); }
}

namespace Microsoft.AspNetCore.Mvc
{
    public abstract class ControllerBase { }
    public sealed class FromServicesAttribute : System.Attribute { }
}

namespace Microsoft.Extensions.DependencyInjection
{
    public interface IServiceCollection { }

    public static class ServiceCollectionServiceExtensions
    {
        public static IServiceCollection AddSingleton<TService, TImplementation>(this IServiceCollection services) where TImplementation : TService => services;
        public static IServiceCollection AddSingleton<TService>(this IServiceCollection services) => services;
        public static IServiceCollection AddSingleton<TService>(this IServiceCollection services, System.Func<System.IServiceProvider, TService> factory) => services;
        public static IServiceCollection AddSingleton<TService>(this IServiceCollection services, TService instance) => services;
    }

    public static class ServiceProviderServiceExtensions
    {
        public static T GetRequiredService<T>(this System.IServiceProvider provider) => throw new System.NotSupportedException();
    }
}
