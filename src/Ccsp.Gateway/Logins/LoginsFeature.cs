using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Logins;

/// <summary>Registers the watch over logins.</summary>
internal static class LoginsFeature
{
    /// <param name="services">Has the queue, <see cref="Queue.Records.IQueueRecords"/>, the engines, the processes,
    /// <see cref="LoginMonitorOptions"/>,
    /// <see cref="LoginAlerts"/> and the profiles already.</param>
    /// <param name="dataFolder">Checks keep their files in it while they run.</param>
    public static IServiceCollection AddSessions(this IServiceCollection services, string dataFolder) => services
        .AddSingleton<LoginStateStore>()
        .AddSingleton<LoginFollowUps>()
        .AddSingleton<LoginMonitor>()
        .AddSingleton<AskLogin>(provider => new LoginCheck(
            provider.GetRequiredService<Supervisors>(),
            provider.GetRequiredService<EngineCatalog>(),
            new RootFolder(dataFolder),
            TimeSpan.FromSeconds(provider.GetRequiredService<LoginMonitorOptions>().CheckTimeoutSeconds)).AskAsync);
}
