using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>What an ending means for its task, as tables.</summary>
internal static class ModelRetries
{
    /// <summary>What is not the doing of a command line that was asked for its outcome.</summary>
    private static readonly EndingClass[] NotItsOwn =
    [
        EndingClass.Succeeded, EndingClass.Limit, EndingClass.Throttled, EndingClass.Lost, EndingClass.Drained,
        EndingClass.EngineMissing, EndingClass.Cancelled,
    ];

    public static NextStep Next(AgentTask task, Ending ending, RetryOptions options, DateTimeOffset now, double jitter, bool oneShot,
        bool engineDown)
    {
        var used = task.Retries;
        if (task.Stop is { Reason: StopReason.Cancel })
            return new NextStep.Cancel();
        if (oneShot && task.Stop is { Reason: StopReason.Emergency } && ending.Class == EndingClass.Drained)
            return new NextStep.Cancel();
        if (engineDown)
            return new NextStep.Park(now + Pause(used.Uncounted, jitter), WaitReason.Retry);
        if (oneShot && !NotItsOwn.Contains(ending.Class))
            return new NextStep.Fail(FailReason.Permanent);

        var noEarlier = now + Pause(used.Uncounted, jitter);
        DateTimeOffset? told = ending.RetryAfterMs is { } wait ? Reset(now.AddMilliseconds(wait), now, jitter) : null;
        var reset = Latest(noEarlier, Reset(ending.ResetsAt ?? now.AddSeconds(options.RecheckSeconds), now, jitter));
        switch (ending.Class)
        {
            case EndingClass.Succeeded: return new NextStep.Succeed();
            case EndingClass.Limit or EndingClass.Billing: return new NextStep.Park(reset, WaitReason.Limit);
            case EndingClass.Login: return new NextStep.Park(reset, WaitReason.Session);
            case EndingClass.Throttled: return new NextStep.Park(Latest(noEarlier, told ?? now), WaitReason.Retry);
            case EndingClass.Drained: return new NextStep.Requeue();
            case EndingClass.Cancelled: return new NextStep.Cancel();
            case EndingClass.Budget: return new NextStep.Fail(FailReason.Budget);
            case EndingClass.Invalid or EndingClass.Turns or EndingClass.Output: return new NextStep.Fail(FailReason.Permanent);
        }

        // What is left may be tried again: how often it was, how often it may be, and what is said when that is not enough.
        var transient = task.RetryLimit ?? options.Transient;
        var (times, most, otherwise) = ending.Class switch
        {
            EndingClass.Failed when ending.Recoverable => (used.Transient, transient, FailReason.Retries),
            EndingClass.Failed when task.RetryLimit is null => (used.Transient, 0, FailReason.Permanent),
            EndingClass.Failed => (used.Transient, transient, FailReason.Retries),
            EndingClass.Timeout => (used.Timeout, options.Timeout, FailReason.Timeout),
            EndingClass.Lost => (used.Lost, options.Lost, FailReason.Lost),
            EndingClass.Oom => (used.Memory, 1, FailReason.Retries),
            EndingClass.Unknown => (used.Unknown, 1, FailReason.Retries),
            EndingClass.Context => (used.Context, 1, FailReason.Permanent),
            _ => (used.Transient, transient, FailReason.Retries),
        };
        var repeats = used.Transient + used.Timeout + used.Unknown + used.Memory + used.Context;
        var submitterSaysNo = ending.Class != EndingClass.Lost && task.RetryLimit <= repeats;
        if (times >= most || submitterSaysNo)
            return new NextStep.Fail(otherwise);
        return ending.Class == EndingClass.Context
            ? new NextStep.Retry(now, FreshConversation: true)
            : new NextStep.Retry(told ?? now + FullJitter(times, options, jitter));
    }

    public static RetryCounters Count(RetryCounters used, NextStep step, EndingClass ending) => ending switch
    {
        _ when step is NextStep.Park => used with { Uncounted = used.Uncounted + 1 },
        EndingClass.Limit or EndingClass.Billing or EndingClass.Login or EndingClass.Throttled =>
            used with { Uncounted = used.Uncounted + 1 },
        EndingClass.Timeout => used with { Timeout = used.Timeout + 1 },
        EndingClass.Lost => used with { Lost = used.Lost + 1 },
        EndingClass.Oom => used with { Memory = used.Memory + 1 },
        EndingClass.Unknown => used with { Unknown = used.Unknown + 1 },
        EndingClass.Context => used with { Context = used.Context + 1 },
        EndingClass.Network or EndingClass.Server or EndingClass.Crashed or EndingClass.Failed or EndingClass.Stalled
            or EndingClass.EngineMissing => used with { Transient = used.Transient + 1, Uncounted = 0 },
        _ => used,
    };

    /// <summary>1 s, 2 s, 4 s … 5 min.</summary>
    public static TimeSpan Doubling(int before, double firstSeconds)
    {
        var seconds = firstSeconds;
        for (var i = 0; i < before && seconds < 300; i++)
            seconds *= 2;
        return TimeSpan.FromSeconds(Math.Min(300, seconds));
    }

    /// <summary>Times are stored in whole milliseconds, and no wait is shortened by that.</summary>
    private static TimeSpan Up(TimeSpan wait) =>
        TimeSpan.FromTicks((wait.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);

    private static TimeSpan Pause(int before, double jitter) => Up(Doubling(before, 1) * (1 + (jitter / 10)));

    private static DateTimeOffset Reset(DateTimeOffset told, DateTimeOffset now, double jitter)
    {
        if (told < now)
            told = now;
        var late = (told - now) * (0.01 + (0.04 * jitter));
        return now + Up(told - now + (late > TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : late));
    }

    private static TimeSpan FullJitter(int used, RetryOptions options, double jitter)
    {
        var seconds = options.BaseSeconds;
        for (var i = 0; i < used && seconds < options.CapSeconds; i++)
            seconds *= 2;
        return Up(TimeSpan.FromSeconds(Math.Min(options.CapSeconds, seconds) * jitter));
    }

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one < other ? other : one;
}
