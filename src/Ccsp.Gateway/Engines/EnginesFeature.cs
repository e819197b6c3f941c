namespace Ccsp.Gateway.Engines;

/// <summary>
/// Registers the engines. A new kind is one folder here, one word in <see cref="EngineKinds"/>, one line in <see cref="EngineCatalog"/>.
/// </summary>
internal static class EnginesFeature
{
    public static IServiceCollection AddEngines(this IServiceCollection services, IReadOnlyDictionary<string, EngineOptions> engines) =>
        services.AddSingleton(new EngineCatalog(engines));
}
