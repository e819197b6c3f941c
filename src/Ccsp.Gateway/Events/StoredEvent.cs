namespace Ccsp.Gateway.Events;

/// <summary>An event with its place in the store's order.</summary>
/// <param name="Seq">Grows with each event; never reused.</param>
/// <param name="TaskId">The task it is about; null for facts about the system.</param>
/// <param name="TaskSeq">Position within the task, gap-free from 1.</param>
/// <param name="Type">One of <c>EventTypes</c>.</param>
/// <param name="At">By the store's clock.</param>
/// <param name="Run">The run it is about, if any.</param>
/// <param name="InstanceId">Where it happened.</param>
/// <param name="Data">JSON object as stored.</param>
internal sealed record StoredEvent(
    long Seq, string? TaskId, int? TaskSeq, string Type, DateTimeOffset At, int? Run, string? InstanceId, string Data);
