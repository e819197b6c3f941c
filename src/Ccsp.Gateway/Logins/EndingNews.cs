using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Logins;

/// <summary>What a stored event proves about a login. Pure.</summary>
internal static class EndingNews
{
    private const string ProfilePrefix = "profile:";

    /// <param name="engineOf">The engine a profile belongs to; null for a profile that is not configured.</param>
    /// <returns>Null for an event that says nothing about a login.</returns>
    public static (string Profile, Observation Seen)? Of(StoredEvent stored, Func<string, string?> engineOf) => stored.Type switch
    {
        EventTypes.TaskCompleted or EventTypes.TaskFailed or EventTypes.TaskRequeued or EventTypes.TaskCancelled => OfRun(stored, engineOf),
        EventTypes.GateClosed or EventTypes.GateOpened => OfGate(stored, engineOf),
        _ => null,
    };

    private static (string, Observation)? OfRun(StoredEvent stored, Func<string, string?> engineOf)
    {
        if (JsonSerializer.Deserialize(stored.Data,
            FactJson.Default.FactData) is not { Ending: { } ending, Profile: { } profile, Engine: { } engine, StartedAt: var startedAt }
            || engineOf(profile) is not { } own)
            return null;
        return ending.Class switch
        {
            // A one-shot command line may use its own sign-in; only such a task fails permanently because of a refused login.
            EndingClass.Login when stored.Type != EventTypes.TaskFailed =>
                (profile, new Observation.Refused(Billing: false, ending.Message, stored.At) { Began = startedAt }),
            // One with a reset time opens by itself.
            EndingClass.Billing when ending.ResetsAt is null =>
                (profile, new Observation.Refused(Billing: true, ending.Message, stored.At) { Began = startedAt }),
            EndingClass.Succeeded or EndingClass.Limit or EndingClass.Turns or EndingClass.Budget or EndingClass.Context
                when engine == own => (profile, new Observation.Worked(stored.At)),
            _ => null,
        };
    }

    /// <summary>A run that is being stopped for a refused login closes the gate at once; people may still open it.</summary>
    private static (string, Observation)? OfGate(StoredEvent stored, Func<string, string?> engineOf)
    {
        if (JsonSerializer.Deserialize(stored.Data, GateJson.Default.GateState) is not { } gate
            || !gate.Name.StartsWith(ProfilePrefix, StringComparison.Ordinal))
            return null;
        var profile = gate.Name[ProfilePrefix.Length..];
        if (engineOf(profile) is null)
            return null;
        return stored.Type switch
        {
            EventTypes.GateClosed when gate is { Actor: GateActors.Provider, ClosedUntil: null } =>
                (profile, new Observation.Held(gate.Reason ?? "The provider refuses it.", stored.At)),
            EventTypes.GateOpened when gate.Actor is { } actor and not GateActors.Gateway =>
                (profile, new Observation.Recovery($"{actor} opened its gate", Answer: null, stored.At)),
            _ => null,
        };
    }
}
