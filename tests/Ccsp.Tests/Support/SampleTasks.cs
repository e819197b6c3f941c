using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Support;

/// <summary>
/// Builds values for tests: <c>A.Task(TaskState.Running)</c>. Every value is consistent: a leased task has a lease, a stopping one a stop.
/// </summary>
internal static class SampleTasks
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static LeaseToken Token { get; } = new(7, 0xC0FFEE);

    public static TransitionRules Rules { get; } = new();

    public static AgentTask Task(TaskState state = TaskState.Ready)
    {
        var task = new AgentTask
        {
            Id = TestIds.Of(1),
            State = state,
            Priority = Priority.Normal,
            PriorityClass = Priority.Normal,
            Group = "default",
            Agent = "default",
            Engine = "claude",
            Profile = "default",
            CreatedAt = Noon.AddHours(-1),
            EventCount = 1,
        };
        return state switch
        {
            TaskState.Held => task,
            TaskState.Blocked => task with { OpenParents = 1 },
            TaskState.Scheduled => task with { RunAt = Noon.AddMinutes(5), WaitReason = WaitReason.User },
            TaskState.Ready => task with { ReadyAt = Noon.AddMinutes(-1), PromoteAt = Noon.AddMinutes(9) },
            TaskState.Starting => Leased(task),
            TaskState.Running => Started(Leased(task)),
            TaskState.Stopping => Started(Leased(task)) with { Stop = new StopRequest(StopReason.Timeout, "gateway", Noon) },
            TaskState.Failed => task with { FinishedAt = Noon, FailReason = FailReason.Permanent },
            _ => task with { FinishedAt = Noon },
        };
    }

    public static Ending Ending(EndingClass kind) => new()
    {
        Class = kind,
        Category = kind == EndingClass.Succeeded ? null : "UNKNOWN_ERROR",
        Message = $"It ended as {kind}.",
        Source = "gateway",
        Recoverable = kind == EndingClass.Succeeded,
        Severity = Severity.Info,
    };

    public static RunUsage Usage(long output = 10, decimal cost = 0.25m) =>
        new() { InputTokens = 5, OutputTokens = output, CostUsd = cost, Turns = 1, DurationMs = 1000 };

    private static AgentTask Leased(AgentTask task) =>
        task with { ReadyAt = Noon.AddMinutes(-1), Lease = new Lease("one", Token, task.LastRun + 1, Noon, 60) };

    private static AgentTask Started(AgentTask task) => task with { Runs = 1, LastRun = 1, StartedAt = Noon };
}
