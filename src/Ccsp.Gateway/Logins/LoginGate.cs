using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Logins;

/// <summary>The effect of a step on the profile's gate. Pure and idempotent.</summary>
internal static class LoginGate
{
    public static string NameOf(LoginState session) => GateNames.Profile(session.Profile);

    /// <param name="gate">As stored; null when it was never set.</param>
    public static IEnumerable<GateChange> Changes(LoginStep step, GateState? gate, DateTimeOffset now)
    {
        var session = step.Session;
        var name = NameOf(session);
        // Narrowed before it opens, so that only one run starts.
        var narrowed = session.Narrowed is { } reason ? new Narrowed(1, Until: null, reason) : null;
        if (narrowed != gate?.Narrowed)
            yield return new GateChange.Narrow(name, narrowed, GateActors.Gateway, now);
        switch (step.Gate)
        {
            // A hold without an end stays, as does one of a person, which only a person lifts.
            case GateMove.Hold when gate?.IsClosedAt(now) != true || gate.ClosedUntil is not null:
                yield return new GateChange.Close(name, Until: null, session.Reason ?? "The provider refuses it.", GateActors.Provider,
                    now) { Began = step.Began };
                break;
            case GateMove.Open when gate is { Closed: true, ClosedUntil: null, Actor: GateActors.Provider }:
                yield return new GateChange.Open(name, GateActors.Gateway, now);
                break;
        }
    }
}
