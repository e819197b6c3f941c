namespace Ccsp.Contracts;

/// <summary>What the states have in common.</summary>
public static class TaskStates
{
    /// <summary>Whether nothing happens to the task any more unless someone retries it.</summary>
    /// <param name="state">Its state.</param>
    /// <returns>True for succeeded, failed, cancelled and expired.</returns>
    public static bool IsEnded(this TaskState state) =>
        state is TaskState.Succeeded or TaskState.Failed or TaskState.Cancelled or TaskState.Expired;
}
