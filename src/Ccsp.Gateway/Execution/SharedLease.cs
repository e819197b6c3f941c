using System.Diagnostics;
using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// What this instance's supervisors are told of its lease. Only where others share the store: an embedded store has nobody who could take a
/// run over, and its runs go on for as long as it takes.
/// </summary>
/// <param name="File">Null: not shared.</param>
internal sealed record SharedLease(LeaseFile? File)
{
    /// <summary>The store has renewed the lease.</summary>
    /// <param name="sent">When it was asked, as <see cref="Stopwatch.GetTimestamp"/>: it may have counted from then.</param>
    /// <param name="validFor">What it was asked for.</param>
    public void Renewed(long sent, TimeSpan validFor) => File?.Extend(validFor - Stopwatch.GetElapsedTime(sent));
}
