using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// What to do about a run that is still going. The CLI by itself asks ten times, for minutes, with a slot and 300 MB held; waiting belongs
/// to the queue.
/// </summary>
internal abstract record EarlyAction
{
    /// <summary>A second refusal of the same sign-in is not a hiccup.</summary>
    private const int LoginRetries = 2;

    private EarlyAction()
    {
    }

    internal sealed record Continue : EarlyAction;

    /// <summary>Stop the run and hold its profile: the sign-in is refused, or a window is used up.</summary>
    internal sealed record StopAndHold(StopReason Reason) : EarlyAction;

    /// <summary>Stop the run, put the task back with the provider's delay, resume its conversation later.</summary>
    internal sealed record StopAndRequeue(TimeSpan Delay) : EarlyAction;

    /// <param name="soFar">The events until now.</param>
    /// <param name="throttlesAllowed">How many throttled requests in a row the CLI may repeat by itself.</param>
    public static EarlyAction Decide(RunTranscript soFar, int throttlesAllowed) => soFar switch
    {
        // A verdict is there or about to be: nothing is gained by a stop.
        { Result: not null } => new Continue(),
        { LoginRetries: >= LoginRetries } => new StopAndHold(StopReason.Login),
        { ThrottleRetries: > 0, LastLimit.IsExhausted: true } => new StopAndHold(StopReason.Limit),
        { ThrottleRetries: var throttles, LastRetry: { } last } when throttles >= throttlesAllowed && throttles > 0 =>
            new StopAndRequeue(TimeSpan.FromMilliseconds(last.DelayMs)),
        _ => new Continue(),
    };
}
