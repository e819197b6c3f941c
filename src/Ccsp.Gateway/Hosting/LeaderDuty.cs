using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Duties;

namespace Ccsp.Gateway.Hosting;

/// <summary>A duty that only the leader does.</summary>
internal static class LeaderDuty
{
    /// <summary>
    /// Runs only while this instance leads. Each term begins without memory of an earlier one: another instance may have done the work in
    /// between.
    /// </summary>
    public static Duty Of(Duty duty, Leader leader)
    {
        long? current = null;
        return duty with { RunOnceAsync = RunOnceAsync };

        Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
        {
            if (!leader.Leads)
                return Task.CompletedTask;
            var term = leader.Term;
            if (current != term)
                duty.Begin();
            current = term;
            return duty.RunOnceAsync(now, cancellationToken);
        }
    }
}
