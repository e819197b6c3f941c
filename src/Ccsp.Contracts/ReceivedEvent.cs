namespace Ccsp.Contracts;

/// <summary>An event as a stream delivered it.</summary>
/// <param name="Id">The position after it, for <c>Last-Event-ID</c>.</param>
/// <param name="Event">The event.</param>
public sealed record ReceivedEvent(string? Id, EventEnvelope Event)
{
    /// <summary>Whether it is the last event of its task, unless the task is retried manually.</summary>
    public bool IsLast =>
        Event.Type is EventTypes.TaskCompleted or EventTypes.TaskFailed or EventTypes.TaskCancelled or EventTypes.TaskExpired;
}
