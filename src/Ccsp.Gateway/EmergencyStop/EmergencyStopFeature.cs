using Ccsp.Gateway.Duties;
using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>Registers the emergency stop and its triggers.</summary>
internal static class EmergencyStopFeature
{
    /// <param name="services">Must already contain the queue, the processes and <see cref="LocalRuns"/>.</param>
    /// <param name="dataFolder">The folder of the stop file.</param>
    public static IServiceCollection AddEmergencyStop(this IServiceCollection services, EmergencyOptions options,
        string dataFolder) => services
        .AddSingleton(options.Triggers)
        .AddSingleton(new StopFile(dataFolder))
        .AddSingleton(new UnwrittenStopFile(dataFolder))
        .AddSingleton<EmergencyStopService>()
        // The supervisors own the watch and dispose it.
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<StopFileWatch>(
            provider, provider.GetRequiredService<Supervisors>().Watch))
        .AddSingleton<StopTriggers>()
        .AddSingleton<EmergencyDuties>()
        .AddDuty(provider => new Duty("emergency order", EmergencyStopService.SettleEvery,
            provider.GetRequiredService<EmergencyStopService>().SettleAsync));
}
