using Ccsp.Gateway.Duties;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Logins;

/// <summary>Registers the login monitor.</summary>
internal static class LoginsFeature
{
    /// <param name="services">Must contain the queue, the engines, the processes, <see cref="LoginAlerts"/>, <see cref="LoginWatcher"/>
    /// and the profiles as <see cref="LoginProfile"/> by name.</param>
    public static IServiceCollection AddLogins(this IServiceCollection services, LoginMonitorOptions options, string dataFolder) => services
        .AddSingleton(options)
        .AddSingleton<LoginStateStore>()
        .AddSingleton<LoginFollowUps>()
        .AddSingleton<LoginMonitor>()
        .AddSingleton<AskLogin>(provider => new LoginCheck(
            provider.GetRequiredService<Supervisors>(),
            provider.GetRequiredService<EngineCatalog>(),
            new RootFolder(dataFolder),
            TimeSpan.FromSeconds(options.CheckTimeoutSeconds)).AskAsync)
        .AddLeaderDuty(provider => new Duty("sessions", LoginMonitor.Every, provider.GetRequiredService<LoginMonitor>().RunOnceAsync));
}
