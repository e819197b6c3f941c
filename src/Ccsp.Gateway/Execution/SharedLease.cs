using System.Diagnostics;
using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Passes this instance's lease on to its supervisors. Only with a shared store: nobody can take over runs of an embedded one, which
/// continue as long as needed.
/// </summary>
/// <param name="File">Null: not shared.</param>
internal sealed record SharedLease(LeaseFile? File)
{
    /// <summary>Records a renewal.</summary>
    /// <param name="sent">When it was asked, as <see cref="Stopwatch.GetTimestamp"/>: it may have counted from then.</param>
    /// <param name="validFor">What it was asked for.</param>
    public void Renewed(long sent, TimeSpan validFor) => File?.Extend(validFor - Stopwatch.GetElapsedTime(sent));
}
