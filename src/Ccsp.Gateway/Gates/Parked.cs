using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>Tasks parked with their whole profile: for a provider's limit or a login.</summary>
internal static class Parked
{
    /// <summary>Tasks woken per claim; the sweep wakes the rest.</summary>
    public const int AtOnce = 100;

    /// <summary>
    /// Whether what a parked task waits for is over before its own time comes: someone opened the gate, the login is back. Where no gate
    /// was ever set nobody knows, and its own time decides.
    /// </summary>
    public static bool IsOver(AgentTask task, Func<string, GateState?> stored, DateTimeOffset now)
    {
        var gates = GateNames.ParkingGates(task).Select(stored).OfType<GateState>().ToList();
        return gates.Count > 0 && gates.TrueForAll(gate =>
            !gate.IsClosedAt(now)
            && !(gate.QuietUntil > now && task.PriorityClass is (Priority.Normal or Priority.Low))
            && gate.Windows?.Values.Any(window => window.Exhausted && window.IsCurrentAt(now)) != true);
    }
}
