using Ccsp.Gateway.Duties;
using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>Registers the emergency stop and what sets it off.</summary>
internal static class EmergencyStopFeature
{
    /// <param name="services">Has the queue, the processes and <see cref="LocalRuns"/> already.</param>
    /// <param name="options">How it ends runs, and what sets it off.</param>
    /// <param name="dataFolder">Where a stop file may lie.</param>
    public static IServiceCollection AddEmergencyStop(this IServiceCollection services, EmergencyOptions options,
        string dataFolder) => services
        .AddSingleton(options.Triggers)
        .AddSingleton(new StopFile(dataFolder))
        .AddSingleton(new UnwrittenStopFile(dataFolder))
        .AddSingleton<EmergencyStopService>()
        // The watch belongs to the supervisors, which dispose it.
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<StopFileWatch>(
            provider, provider.GetRequiredService<Supervisors>().Watch))
        .AddSingleton<StopTriggers>()
        .AddSingleton<EmergencyDuties>()
        .AddDuty(provider => new Duty("emergency order", EmergencyStopService.SettleEvery,
            provider.GetRequiredService<EmergencyStopService>().SettleAsync));
}
