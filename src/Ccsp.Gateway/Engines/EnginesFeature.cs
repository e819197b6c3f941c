namespace Ccsp.Gateway.Engines;

/// <summary>
/// Registers the engines. A new kind needs a folder here, a constant in <see cref="EngineKinds"/> and a line in
/// <see cref="EngineCatalog"/>.
/// </summary>
internal static class EnginesFeature
{
    public static IServiceCollection AddEngines(this IServiceCollection services, IReadOnlyDictionary<string, EngineOptions> engines) =>
        services.AddSingleton(new EngineCatalog(engines));
}
