namespace Ccsp.Gateway.Tasks;

/// <summary>An event about a task before the store gives it its place in the store's order.</summary>
/// <param name="TaskSeq">Position within the task, gap-free from 1.</param>
/// <param name="Type">One of <c>EventTypes</c>.</param>
/// <param name="Run">The run it is about, if any.</param>
/// <param name="InstanceId">The lease holder, if any.</param>
/// <param name="Data">What is worth knowing.</param>
internal sealed record TaskFact(string TaskId, int TaskSeq, string Type, DateTimeOffset At, int? Run, string? InstanceId, FactData Data);
