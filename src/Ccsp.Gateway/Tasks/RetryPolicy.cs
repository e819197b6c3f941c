using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>Decides from an ending what becomes of its task. Pure; every row of the table of endings is one arm.</summary>
internal static class RetryPolicy
{
    /// <param name="task">The task whose run ended, with its budgets.</param>
    /// <param name="options">Budgets and back-off.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    /// <param name="oneShot">
    /// The caller runs one command line and wants its outcome, also a bad one: only what is not the command's own doing (a limit, a
    /// throttle, a drain, a lost or missing program) leads to another run.
    /// </param>
    /// <param name="engineDown">The engine cannot run, for any task: nothing of this is the task's doing.</param>
    /// <remarks>
    /// A limit the submitter gave bounds the sum of all runs that follow one that ended by itself, whatever the ending; the budget of a
    /// class still holds beside it. Not bounded by it: a run that was lost with its machine or its supervisor, which has a budget of its
    /// own; a limit, login or throttle of the provider and a stop, which are never counted; and a program that could not be started.
    /// </remarks>
    public static NextStep Decide(AgentTask task, Ending ending, RetryOptions options, DateTimeOffset now, double jitter,
        bool oneShot = false, bool engineDown = false)
    {
        // What the user stopped never runs again, however the run happened to end.
        if (task.Stop?.Reason == StopReason.Cancel)
            return new NextStep.Cancel();
        // A waiting caller of a command line gets the emergency stop as its answer; nobody would read that of a later run.
        if (oneShot && task.Stop?.Reason == StopReason.Emergency && ending.Class == EndingClass.Drained)
            return new NextStep.Cancel();
        if (engineDown)
            return new NextStep.Park(now + Backoff.Growing(task.Retries.Uncounted, jitter), WaitReason.Retry);
        if (oneShot && IsTheCommandsOwn(ending.Class))
            return new NextStep.Fail(FailReason.Permanent);

        var used = task.Retries;
        return ending.Class switch
        {
            EndingClass.Succeeded => new NextStep.Succeed(),
            EndingClass.Limit => new NextStep.Park(Reset(), WaitReason.Limit),
            EndingClass.Billing => new NextStep.Park(Reset(), WaitReason.Limit),
            EndingClass.Login => new NextStep.Park(Reset(), WaitReason.Session),
            EndingClass.Throttled => new NextStep.Park(NotBefore(ProviderDelay() ?? now), WaitReason.Retry),
            EndingClass.Network or EndingClass.Server or EndingClass.Crashed or EndingClass.Stalled or EndingClass.EngineMissing =>
                used.Transient < (task.RetryLimit ?? options.Transient) && MayRepeat()
                    ? new NextStep.Retry(After(used.Transient))
                    : new NextStep.Fail(FailReason.Retries),
            EndingClass.Failed =>
                used.Transient < (task.RetryLimit ?? (ending.Recoverable ? options.Transient : 0)) && MayRepeat()
                    ? new NextStep.Retry(After(used.Transient))
                    : new NextStep.Fail(task.RetryLimit is null && !ending.Recoverable ? FailReason.Permanent : FailReason.Retries),
            EndingClass.Timeout =>
                used.Timeout < options.Timeout && MayRepeat()
                    ? new NextStep.Retry(After(used.Timeout))
                    : new NextStep.Fail(FailReason.Timeout),
            EndingClass.Lost =>
                used.Lost < options.Lost
                    ? new NextStep.Retry(After(used.Lost))
                    : new NextStep.Fail(FailReason.Lost),
            EndingClass.Oom =>
                used.Memory < 1 && MayRepeat()
                    ? new NextStep.Retry(After(0))
                    : new NextStep.Fail(FailReason.Retries),
            EndingClass.Unknown =>
                used.Unknown < 1 && MayRepeat()
                    ? new NextStep.Retry(After(0))
                    : new NextStep.Fail(FailReason.Retries),
            EndingClass.Context =>
                used.Context < 1 && MayRepeat()
                    ? new NextStep.Retry(now, FreshConversation: true)
                    : new NextStep.Fail(FailReason.Permanent),
            EndingClass.Drained => new NextStep.Requeue(),
            EndingClass.Cancelled => new NextStep.Cancel(),
            EndingClass.Budget => new NextStep.Fail(FailReason.Budget),
            EndingClass.Invalid or EndingClass.Turns or EndingClass.Output => new NextStep.Fail(FailReason.Permanent),
            _ => throw new ArgumentOutOfRangeException(nameof(ending), ending.Class, "An ending class without a rule."),
        };

        bool MayRepeat() => task.RetryLimit is not { } limit || used.Repeats < limit;

        // A reset that has passed, by this machine's clock or the provider's, must not become a storm.
        DateTimeOffset Reset() =>
            NotBefore(Backoff.AfterReset(ending.ResetsAt ?? now + TimeSpan.FromSeconds(options.RecheckSeconds), now, jitter));

        DateTimeOffset NotBefore(DateTimeOffset time) => Later(time, now + Backoff.Growing(used.Uncounted, jitter));

        DateTimeOffset? ProviderDelay() =>
            ending.RetryAfterMs is { } milliseconds ? Backoff.AfterReset(now + TimeSpan.FromMilliseconds(milliseconds), now, jitter) : null;

        DateTimeOffset After(int usedBefore) => ProviderDelay() ?? now + Backoff.FullJitter(usedBefore, options, jitter);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static bool IsTheCommandsOwn(EndingClass ending) => ending is not (
        EndingClass.Succeeded or EndingClass.Limit or EndingClass.Throttled or EndingClass.Lost or EndingClass.Drained
        or EndingClass.EngineMissing or EndingClass.Cancelled);
}
