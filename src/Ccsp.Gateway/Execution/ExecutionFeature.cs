using Ccsp.Gateway.EmergencyStop;

namespace Ccsp.Gateway.Execution;

/// <summary>Registers what claims, runs and adopts.</summary>
internal static class ExecutionFeature
{
    public static IServiceCollection AddExecution(this IServiceCollection services, ExecutionOptions options) => services
        .AddSingleton(options)
        .AddSingleton(options.Timeouts)
        .AddSingleton(options.Heartbeat)
        .AddSingleton<StartBackoff>()
        .AddSingleton<RandomSource>()
        .AddSingleton<ActiveRuns>()
        .AddSingleton(provider => LocalRunsOf(provider.GetRequiredService<ActiveRuns>(), provider.GetRequiredService<Instance>()))
        .AddSingleton<TaskCancel>()
        .AddSingleton(new AdaptiveSlots(options, Pressure.Read))
        .AddSingleton<DispatcherSettings>()
        .AddSingleton<ExecutionSite>()
        .AddSingleton<RunStarter>()
        .AddSingleton<RunVerdict>()
        .AddSingleton<RunEnding>()
        .AddSingleton<RunFlow>()
        .AddSingleton<StartRefusals>()
        .AddSingleton<RunExecutor>()
        .AddSingleton<Adoption>()
        .AddSingleton<Dispatcher>()
        .AddSingleton<HeartbeatDuty>()
        .AddSingleton<FailoverDuty>()
        .AddSingleton(provider =>
        ActivatorUtilities.CreateInstance<FolderSweep>(provider, provider.GetRequiredService<TimeProvider>().GetUtcNow()))
        .AddSingleton<StopListener>()
        .AddSingleton<RunDuties>()
        .AddSingleton<RunOutput>();

    private static LocalRuns LocalRunsOf(ActiveRuns runs, Instance instance) => new(instance.Id, runs.Hold, runs.Release, runs.Counts);
}
