using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>What becomes of a task after a run, before the store writes it.</summary>
internal abstract record NextStep
{
    private NextStep()
    {
    }

    internal sealed record Succeed : NextStep;

    /// <summary>Another run after a while; the run counted.</summary>
    /// <param name="At">Not before.</param>
    /// <param name="FreshConversation">The next run starts a new conversation.</param>
    internal sealed record Retry(DateTimeOffset At, bool FreshConversation = false) : NextStep;

    /// <summary>Waits for a limit, a login or a throttling provider; the run is not counted.</summary>
    internal sealed record Park(DateTimeOffset At, WaitReason Reason) : NextStep;

    /// <summary>Back to ready at once; the run is not counted.</summary>
    internal sealed record Requeue : NextStep;

    internal sealed record Fail(FailReason Reason) : NextStep;

    internal sealed record Cancel : NextStep;
}
