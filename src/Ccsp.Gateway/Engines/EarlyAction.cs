using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// What to do with a run that is still in progress. The CLI itself repeats a request ten times, for minutes, while it holds a slot and 300
/// MB; waiting is the queue's job.
/// </summary>
internal abstract record EarlyAction
{
    /// <summary>A second refusal of the same sign-in is not transient.</summary>
    private const int LoginRetries = 2;

    private EarlyAction()
    {
    }

    internal sealed record Continue : EarlyAction;

    /// <summary>Stop the run and hold its profile: the sign-in was refused or a window is exhausted.</summary>
    internal sealed record StopAndHold(StopReason Reason) : EarlyAction;

    /// <summary>Stop the run, put the task back with the provider's delay and resume its conversation later.</summary>
    internal sealed record StopAndRequeue(TimeSpan Delay) : EarlyAction;

    /// <param name="soFar">The events so far.</param>
    /// <param name="throttlesAllowed">Throttled requests in a row that the CLI may repeat by itself.</param>
    public static EarlyAction Decide(RunTranscript soFar, int throttlesAllowed) => soFar switch
    {
        // The result is there or imminent; a stop would gain nothing.
        { Result: not null } => new Continue(),
        { LoginRetries: >= LoginRetries } => new StopAndHold(StopReason.Login),
        { ThrottleRetries: > 0, LastLimit.IsExhausted: true } => new StopAndHold(StopReason.Limit),
        { ThrottleRetries: var throttles, LastRetry: { } last } when throttles >= throttlesAllowed && throttles > 0 =>
            new StopAndRequeue(TimeSpan.FromMilliseconds(last.DelayMs)),
        _ => new Continue(),
    };
}
