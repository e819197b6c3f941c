namespace Ccsp.Contracts;

/// <summary>Properties of states.</summary>
public static class TaskStates
{
    /// <summary>Whether the task is finished unless it is retried.</summary>
    /// <param name="state">The state.</param>
    /// <returns>True for succeeded, failed, cancelled and expired.</returns>
    public static bool IsEnded(this TaskState state) =>
        state is TaskState.Succeeded or TaskState.Failed or TaskState.Cancelled or TaskState.Expired;
}
