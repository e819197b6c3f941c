using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>The events at which a task's runs begin and end. Pure.</summary>
internal static class RunSpan
{
    public static bool Starts(StoredEvent stored) => stored.Type == EventTypes.TaskStarted && stored.Run is not null;

    /// <summary>Whether this event ends the given run: the task ended, or waits for another run.</summary>
    public static bool Ends(StoredEvent stored, int run) =>
        stored.Run == run && (EndsTask(stored) || stored.Type == EventTypes.TaskRequeued);

    /// <summary>Whether the run may still write output.</summary>
    public static bool IsUnderWay(AgentTask task, int run) => task.Lease is { } lease && lease.Run == run;

    public static bool EndsTask(StoredEvent stored) =>
        stored.Type is EventTypes.TaskCompleted or EventTypes.TaskFailed or EventTypes.TaskCancelled or EventTypes.TaskExpired;
}
