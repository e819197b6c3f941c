namespace Ccsp.Gateway.Duties;

/// <summary>How a feature says what it does periodically.</summary>
internal static class DutiesFeature
{
    /// <summary>Done from the moment the gateway takes work until it leaves.</summary>
    public static IServiceCollection AddDuty(this IServiceCollection services, Func<IServiceProvider, Duty> make) =>
        services.AddSingleton(make);
}
