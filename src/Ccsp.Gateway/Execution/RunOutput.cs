namespace Ccsp.Gateway.Execution;

/// <summary>Signals readers of a live run's output as soon as the file grows.</summary>
internal sealed class RunOutput(ActiveRuns runs)
{
    /// <returns>Completes with the next growth of the run's output, or its end; null when this instance does not follow that run.</returns>
    public Task? Growth(string taskId, int run) =>
        runs.Find(taskId) is { Process: { } process, Run: var number } && number == run ? process.Changed : null;
}
