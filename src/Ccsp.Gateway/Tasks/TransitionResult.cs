namespace Ccsp.Gateway.Tasks;

/// <summary>What a transition says: the next version of the task with its event, or why it does not apply.</summary>
internal abstract record TransitionResult
{
    private TransitionResult()
    {
    }

    /// <param name="Task">The next version.</param>
    /// <param name="Fact">The event to append in the same transaction.</param>
    internal sealed record Applied(AgentTask Task, TaskFact Fact) : TransitionResult;

    /// <param name="Reason">One sentence for the caller.</param>
    internal sealed record Refused(string Reason) : TransitionResult;

    /// <summary>The writer's token is not the current one: nothing changes, the writer has lost its lease.</summary>
    internal sealed record LeaseLost : TransitionResult;
}
