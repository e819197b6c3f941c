using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Sessions;

/// <summary>Registers the watch over logins.</summary>
internal static class SessionModule
{
    /// <param name="services">Has the queue, <see cref="ISessionStore"/>, the engines, the processes, <see cref="SessionMonitorOptions"/>, <see cref="Telling"/> and the profiles already.</param>
    /// <param name="dataFolder">Checks keep their files in it while they run.</param>
    public static IServiceCollection AddSessions(this IServiceCollection services, string dataFolder) => services
        .AddSingleton<SessionBook>()
        .AddSingleton<SessionErrands>()
        .AddSingleton<SessionMonitor>()
        .AddSingleton<AskLogin>(provider => new LoginCheck(
            provider.GetRequiredService<Supervisors>(),
            provider.GetRequiredService<EngineCatalog>(),
            new RootFolder(dataFolder),
            TimeSpan.FromSeconds(provider.GetRequiredService<SessionMonitorOptions>().CheckTimeoutSeconds)).AskAsync);
}
