using Ccsp.Gateway.Duties;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Registers what claims, runs, adopts and sweeps.</summary>
internal static class ExecutionFeature
{
    /// <param name="services">Has the queue, the engines, the processes, <see cref="Instance"/> and the profiles already.</param>
    /// <param name="options">How many runs, and for how long.</param>
    /// <param name="dataFolder">Where the folders of the runs are.</param>
    public static IServiceCollection AddExecution(this IServiceCollection services, ExecutionOptions options, string dataFolder)
    {
        var folders = new RunFolders(dataFolder);
        return services
            .AddSingleton(options)
            .AddSingleton(options.Timeouts)
            .AddSingleton(options.Heartbeat)
            .AddSingleton(folders)
            .AddSingleton<ForgetRuns>(folders.Delete)
            .AddSingleton<Reached>(Failpoints.Hit)
            .AddSingleton(provider => new UnknownWordings(
                Path.Combine(dataFolder, "unknown-endings.json"), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<StartBackoff>()
            .AddSingleton<RandomSource>()
            .AddSingleton<ActiveRuns>()
            .AddSingleton(provider => new LiveRuns(
                folders, provider.GetRequiredService<Supervisors>().AdoptAsync, TimeSpan.FromSeconds(options.EmergencyStop.GraceSeconds)))
            .AddSingleton<LeaseCheck>()
            .AddSingleton<StoreReturn>()
            .AddSingleton(provider => LocalRunsOf(provider))
            .AddSingleton<TaskCancel>()
            .AddSingleton(new AdaptiveSlots(options, Pressure.Read))
            .AddSingleton<DispatcherSettings>()
            .AddSingleton<ExecutionSite>()
            .AddSingleton<RunStarter>()
            .AddSingleton<RunVerdict>()
            .AddSingleton<RunEnding>()
            .AddSingleton<ReportEnding>(provider => provider.GetRequiredService<RunEnding>().Report)
            .AddSingleton<RunFlow>()
            .AddSingleton<StartRefusals>()
            .AddSingleton<RunExecutor>()
            .AddSingleton<Adoption>()
            .AddSingleton<Dispatcher>()
            .AddSingleton<HeartbeatDuty>()
            .AddScoped<FailoverDuty>()
            .AddScoped(provider => ActivatorUtilities.CreateInstance<SweepDuty>(provider, provider.GetRequiredService<Instance>().Id))
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<FolderSweep>(
                provider, provider.GetRequiredService<TimeProvider>().GetUtcNow()))
            .AddSingleton<StopListener>()
            .AddSingleton<RunDuties>()
            .AddSingleton<RunOutput>()
            .AddDuty(provider => new Duty("folders", FolderSweep.Every, provider.GetRequiredService<FolderSweep>().RunOnceAsync))
            .AddLeaderDuty(provider => new Duty("fail-over", FailoverDuty.Every, provider.GetRequiredService<FailoverDuty>().RunOnceAsync))
            .AddLeaderDuty(provider => new Duty("sweep", SweepDuty.Every, Sweep(provider)));
    }

    private static LocalRuns LocalRunsOf(IServiceProvider provider)
    {
        var runs = provider.GetRequiredService<ActiveRuns>();
        return new LocalRuns(provider.GetRequiredService<Instance>().Id, runs.Hold, runs.Release, runs.Counts)
        {
            IsShared = provider.GetRequiredService<SharedLease>().File is not null,
            EndUnleased = provider.GetRequiredService<LeaseCheck>().EndAllAsync,
        };
    }

    /// <summary>After a pause of the process the leases of this instance look expired although its supervisors carried on; they are
    /// renewed before the sweep sees them.</summary>
    private static Func<DateTimeOffset, CancellationToken, Task> Sweep(IServiceProvider provider)
    {
        var (heartbeat, sweep) = (provider.GetRequiredService<HeartbeatDuty>(), provider.GetRequiredService<SweepDuty>());
        return async (now, cancellationToken) =>
        {
            if (heartbeat.IsOverdue(now))
                await heartbeat.RunOnceAsync(now, cancellationToken);
            await sweep.RunOnceAsync(now, cancellationToken);
        };
    }
}
