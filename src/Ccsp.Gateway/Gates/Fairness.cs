using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>
/// The arithmetic of start-time fair queueing between the groups of one class, in run seconds. Stores keep per class a virtual time V and
/// per class and group a finish tag F, per group the expected run seconds, and call these functions in this order: an ending corrects F
/// before its task may make the group ready again.
/// </summary>
internal static class Fairness
{
    /// <summary>How much of what was expected one more run leaves.</summary>
    public const double ExpectationKept = 0.7;

    /// <summary>Virtual finish time of a group with its first ready task in a class: idleness earns no credit.</summary>
    /// <param name="finish">Its F so far, null when it has none.</param>
    /// <param name="virtualTime">V of the class: the F of the group picked last, as it was before the charge; 0 at first.</param>
    public static double Enter(double? finish, double virtualTime) => finish is { } own && own > virtualTime ? own : virtualTime;

    /// <summary>Virtual finish time after a pick.</summary>
    public static double Charge(double finish, double chargedSeconds) => finish + chargedSeconds;

    /// <summary>Virtual finish time after a run: the charge is replaced by the actual time.</summary>
    /// <param name="chargedSeconds">From the lease.</param>
    /// <param name="actualSeconds">From <see cref="ActualSeconds"/>; null gives the whole charge back.</param>
    public static double Correct(double finish, double chargedSeconds, double? actualSeconds) =>
        finish + ((actualSeconds ?? 0) - chargedSeconds);

    /// <summary>
    /// Virtual time of a class without ready tasks: it catches up with the largest finish time, as no share matters there. So state of a
    /// group can be dropped with its last task.
    /// </summary>
    public static double CatchUp(double virtualTime, double lastFinish) => Math.Max(virtualTime, lastFinish);

    /// <summary>The expected run seconds of a group after one more run. Forgotten with the last task of the group.</summary>
    /// <param name="expected">The previous value; the configured one for a group that never ran.</param>
    /// <param name="actualSeconds">Actual run seconds.</param>
    public static double Expect(double expected, double actualSeconds) => (ExpectationKept * expected) + (0.3 * actualSeconds);

    /// <summary>How long a leased task's run took until now; null when it never reached running.</summary>
    public static double? ActualSeconds(AgentTask leased, DateTimeOffset now) =>
        leased.Lease is { } lease && leased.LastRun == lease.Run && leased.StartedAt is { } started
            ? Math.Max(0, (now - started).TotalSeconds)
            : null;

    /// <summary>Whether a claim tries urgent last, so that one of <paramref name="nonUrgentEvery"/> goes to the best other task.</summary>
    /// <param name="claims">Claims before this one, counted by the store.</param>
    public static bool UrgentLast(long claims, int nonUrgentEvery) => claims % nonUrgentEvery == nonUrgentEvery - 1;
}
