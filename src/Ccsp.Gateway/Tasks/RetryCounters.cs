using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>How much of each retry budget a task has used since it was submitted or retried by hand.</summary>
internal readonly record struct RetryCounters
{
    /// <summary>Network, server, throttle, crash, stall.</summary>
    public int Transient { get; init; }

    public int Timeout { get; init; }

    public int Lost { get; init; }

    /// <summary>Endings nobody understood: one more run, then a person looks.</summary>
    public int Unknown { get; init; }

    /// <summary>Runs killed for memory.</summary>
    public int Memory { get; init; }

    /// <summary>Conversations given up as full or poisoned.</summary>
    public int Context { get; init; }

    /// <summary>Runs in a row that did not count; no budget, only the exponent of the growing pause.</summary>
    public int Uncounted { get; init; }

    /// <summary>How often the task was begun again because of how a run of it ended; a run that was lost has not ended.</summary>
    [JsonIgnore]
    public int Repeats => Transient + Timeout + Unknown + Memory + Context;

    /// <summary>After a run that did not count.</summary>
    public RetryCounters AfterUncounted() => this with { Uncounted = Uncounted + 1 };

    /// <summary>The counters after a run that ended so.</summary>
    public RetryCounters After(EndingClass ending) => ending switch
    {
        EndingClass.Network or EndingClass.Server or EndingClass.Crashed or EndingClass.Failed or EndingClass.Stalled
            or EndingClass.EngineMissing =>
            this with { Transient = Transient + 1, Uncounted = 0 },
        EndingClass.Timeout => this with { Timeout = Timeout + 1 },
        EndingClass.Lost => this with { Lost = Lost + 1 },
        EndingClass.Unknown => this with { Unknown = Unknown + 1 },
        EndingClass.Oom => this with { Memory = Memory + 1 },
        EndingClass.Context => this with { Context = Context + 1 },
        EndingClass.Limit or EndingClass.Billing or EndingClass.Login or EndingClass.Throttled => AfterUncounted(),
        _ => this,
    };
}
