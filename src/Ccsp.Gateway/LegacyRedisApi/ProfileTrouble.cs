using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>Why a request gets no answer for now: a limit, or a lost login.</summary>
/// <param name="SignedOut">Whether a person must sign in; otherwise it is a limit.</param>
/// <param name="Message">For people; null: none.</param>
/// <param name="Opens">When the limit ends; null: unknown.</param>
internal sealed record ProfileTrouble(bool SignedOut, string? Message, DateTimeOffset? Opens)
{
    /// <summary>
    /// Why a waiting task cannot start. Gates that a person closed or that are merely busy are not reported: they may open at any moment.
    /// </summary>
    /// <param name="gates">Their current states.</param>
    public static ProfileTrouble? Of(AgentTask task, IReadOnlyList<GateState> gates, DateTimeOffset now)
    {
        var names = GateNames.ParkingGates(task);
        return gates.Where(gate => names.Contains(gate.Name, StringComparer.Ordinal)).Select(gate => Of(task, gate, now))
            .OfType<ProfileTrouble>().FirstOrDefault();
    }

    /// <summary>Why the last run ended, if it was a limit or a lost login.</summary>
    public static ProfileTrouble? Of(Ending? ending, DateTimeOffset now) => ending?.Class switch
    {
        EndingClass.Login => new ProfileTrouble(SignedOut: true, ending.Message, Opens: null),
        EndingClass.Limit or EndingClass.Throttled or EndingClass.Billing =>
            new ProfileTrouble(SignedOut: false, ending.Message,
            ending.ResetsAt ?? (ending.RetryAfterMs is { } delay ? now.AddMilliseconds(delay) : null)),
        _ => null,
    };

    private static ProfileTrouble? Of(AgentTask task, GateState gate, DateTimeOffset now)
    {
        if (gate is { Actor: GateActors.Provider } && gate.IsClosedAt(now))
            return new ProfileTrouble(SignedOut: gate.ClosedUntil is null && task.Ending?.Class != EndingClass.Billing, gate.Reason,
                gate.ClosedUntil);
        if (gate.QuietUntil is { } quiet && quiet > now && task.PriorityClass is Priority.Normal or Priority.Low)
            return new ProfileTrouble(SignedOut: false, gate.Reason, quiet);
        var window = (gate.Windows?.Values ?? []).Where(window => window.Exhausted && window.IsCurrentAt(now))
            .MaxBy(window => window.EndsAt);
        return window is null ? null : new ProfileTrouble(SignedOut: false, gate.Reason, window.EndsAt);
    }
}
