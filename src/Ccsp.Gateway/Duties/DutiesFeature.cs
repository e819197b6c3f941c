namespace Ccsp.Gateway.Duties;

/// <summary>How a feature says what it does periodically.</summary>
internal static class DutiesFeature
{
    /// <summary>Done from the moment the gateway takes work until it leaves.</summary>
    public static IServiceCollection AddDuty(this IServiceCollection services, Func<IServiceProvider, Duty> make) =>
        services.AddSingleton(make);

    /// <summary>Done by the instance that leads. What it remembers is scoped: it lives as long as the term.</summary>
    public static IServiceCollection AddLeaderDuty(this IServiceCollection services, Func<IServiceProvider, Duty> make) =>
        services.AddScoped(provider => new LeaderDuty(make(provider)));
}
