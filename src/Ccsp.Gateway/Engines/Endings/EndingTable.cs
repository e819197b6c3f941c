using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>The meaning of each ending class for legacy clients and operators.</summary>
internal static class EndingTable
{
    public static (string? Category, bool Recoverable, Severity Severity) Of(EndingClass ending) => ending switch
    {
        EndingClass.Succeeded => (null, false, Severity.Info),
        EndingClass.Limit => ("RATE_LIMIT", true, Severity.Warning),
        EndingClass.Throttled => ("RATE_LIMIT", true, Severity.Info),
        EndingClass.Billing => ("RATE_LIMIT", false, Severity.Critical),
        EndingClass.Login => ("SESSION_TIMEOUT", false, Severity.Critical),
        EndingClass.Network or EndingClass.Server => ("NETWORK_ERROR", true, Severity.Warning),
        EndingClass.Invalid => ("INVALID_REQUEST", false, Severity.Error),
        EndingClass.Context => ("INVALID_REQUEST", true, Severity.Warning),
        EndingClass.Turns or EndingClass.Budget => (null, false, Severity.Error),
        EndingClass.Stalled or EndingClass.Timeout => ("NETWORK_ERROR", true, Severity.Warning),
        EndingClass.Crashed => ("UNKNOWN_ERROR", true, Severity.Error),
        EndingClass.Failed => ("UNKNOWN_ERROR", false, Severity.Error),
        EndingClass.Oom => ("UNKNOWN_ERROR", true, Severity.Error),
        EndingClass.EngineMissing => ("INVALID_REQUEST", false, Severity.Critical),
        EndingClass.Output => ("INVALID_REQUEST", false, Severity.Error),
        EndingClass.Cancelled => (null, false, Severity.Info),
        EndingClass.Drained => (null, true, Severity.Info),
        EndingClass.Lost => ("UNKNOWN_ERROR", true, Severity.Error),
        EndingClass.Unknown => ("UNKNOWN_ERROR", true, Severity.Error),
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "An ending class without a row."),
    };
}
