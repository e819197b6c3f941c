using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>Turns a claimed task into a supervised process waiting at its start gate.</summary>
internal sealed class RunStarter(EngineCatalog engines, IReadOnlyDictionary<string, Profile> profiles, RunFolders folders,
    Supervisors supervisors, TaskFiles files, TimeoutOptions timeouts, SharedLease lease, TimeProvider time)
{
    /// <summary>The gateway enforces the deadline first and more gently; the supervisor's own deadline covers its absence.</summary>
    private static readonly TimeSpan SupervisorMargin = TimeSpan.FromSeconds(2);

    private static readonly IReadOnlyDictionary<string, string> GatewayEnvironment = OwnEnvironment.Read();

    /// <param name="plan">Whether it goes on with a conversation.</param>
    /// <param name="progress">Called with what the start waits for.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <returns>How the start went, and how the run's output is to be read.</returns>
    /// <exception cref="CannotStart">Something the task names is gone.</exception>
    public async Task<(StartOutcome Outcome, RunFacts Facts)> StartAsync(ClaimedTask claimed, RunPlan plan, StartProgress progress,
        CancellationToken cancellationToken)
    {
        var command = Describe(claimed, plan, progress, cancellationToken);
        progress.Reads = null;
        // The caller may have given up waiting for the files; from here on a run folder exists.
        cancellationToken.ThrowIfCancellationRequested();
        // The folder of a continued conversation may have been tidied away because it was empty.
        if (claimed.Spec.WorkingDirectory is null || folders.IsWork(command.WorkingDirectory))
            folders.Data.Create(command.WorkingDirectory);
        var facts = new RunFacts(command.Format, command.Resumed, claimed.Spec.Arguments is not null, command.Speaks,
            RunWatch.SinceBoot(time).TotalSeconds)
        {
            KernelKillsBefore = KernelKills.Read(),
        };
        return (await supervisors.StartAsync(Supervised(claimed, command, facts), cancellationToken), facts);
    }

    /// <summary>Prepares a supervisor for the next start.</summary>
    public Task StandByAsync() => supervisors.StandByAsync();

    public static TimeSpan Deadline(ClaimedTask claimed, TimeoutOptions timeouts) =>
        TimeSpan.FromSeconds(claimed.Spec.TimeoutSeconds ?? timeouts.RunSeconds);

    private EngineCommand Describe(ClaimedTask claimed, RunPlan plan, StartProgress progress, CancellationToken cancellationToken)
    {
        var task = claimed.Task;
        var directory = claimed.Spec.WorkingDirectory ?? folders.WorkOfTask(task.Id);
        if (!profiles.TryGetValue(task.Profile, out var profile))
            throw new CannotStart($"The profile {task.Profile} is not configured any more.");
        // Checked at submit, but it may resolve elsewhere by now.
        progress.Reads = claimed.Spec.WorkingDirectory is null ? null : $"workingDirectory: {directory}";
        if (claimed.Spec.WorkingDirectory is not null && files.WhyNotDirectory(directory) is { } wrong)
            throw new CannotStart($"workingDirectory: {directory}: {wrong}.");
        progress.Reads = claimed.Spec.IncludeFiles is { Count: > 0 } ? "includeFiles" : null;
        if (!engines.TryGet(task.Engine, out var engine))
            throw new CannotStart($"The engine {task.Engine} is not configured any more.");
        return engine.BuildCommand(new EngineRequest
        {
            TaskId = task.Id,
            Run = task.Lease!.Run,
            Token = task.Lease.Token.ToString(),
            Spec = claimed.Spec,
            WorkingDirectory = directory,
            RunDirectory = folders.OfRun(task.Id, task.Lease.Run),
            ConversationId = plan.ConversationId,
            Start = plan.Start,
            IncludedFiles = files.Read(claimed.Spec.IncludeFiles ?? [], directory, cancellationToken),
            IsDefaultProfile = profile.IsDefault,
            ProfileEnvironment = profile.Environment,
            GatewayEnvironment = GatewayEnvironment,
        });
    }

    private SupervisedCommand Supervised(ClaimedTask claimed, EngineCommand command, RunFacts facts) => new()
    {
        Directory = folders.OfRun(claimed.Task.Id, claimed.Task.Lease!.Run),
        FileName = command.FileName,
        Arguments = command.Arguments,
        Environment = command.Environment,
        WorkingDirectory = command.WorkingDirectory,
        Stdin = command.Stdin,
        Files = command.Files.Select(file => KeyValuePair.Create(Path.GetFileName(file.Path), file.Content))
            .Append(KeyValuePair.Create(RunFacts.FileName, (ReadOnlyMemory<byte>)facts.ToBytes()))
            .ToDictionary(),
        Deadline = Deadline(claimed, timeouts) + SupervisorMargin,
        DeadlineGrace = TimeSpan.FromSeconds(Math.Ceiling(timeouts.GraceSeconds)),
        Lease = lease.File?.Path,
        Marker = claimed.Task.Lease.Token.ToString(),
        OutputMax = timeouts.OutputBytes,
    };
}
