using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Registers what claims, runs and adopts.</summary>
internal static class ExecutionModule
{
    public static IServiceCollection AddExecution(this IServiceCollection services, ExecutionOptions options, RetryOptions retries) => services
        .AddSingleton(options)
        .AddSingleton(options.Timeouts)
        .AddSingleton(options.Heartbeat)
        .AddSingleton(new StartBackoff(retries))
        .AddSingleton<RandomSource>()
        .AddSingleton<ActiveRuns>()
        .AddSingleton(new AdaptiveSlots(options, Pressure.Read))
        .AddSingleton<DispatcherSettings>()
        .AddSingleton<ExecutionSite>()
        .AddSingleton<RunStarter>()
        .AddSingleton<RunVerdict>()
        .AddSingleton<RunFlow>()
        .AddSingleton<StartRefusals>()
        .AddSingleton<RunExecutor>()
        .AddSingleton<Adoption>()
        .AddSingleton<Dispatcher>()
        .AddSingleton<HeartbeatDuty>()
        .AddSingleton<FailoverDuty>()
        .AddSingleton<FolderSweep>()
        .AddSingleton<StopListener>()
        .AddSingleton<RunDuties>()
        .AddSingleton<RunOutput>();
}
