using Ccsp.Contracts;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Api;

/// <summary>Maps the emergency stop to its wire form. Pure.</summary>
internal static class EmergencyViews
{
    public static EmergencyView Of(EmergencyState state) => new()
    {
        Active = state.Stands,
        Phase = Phase(state),
        Mode = state.Mode,
        Reason = state.Reason,
        Actor = state.Actor,
        Since = state.Since,
        Raised = state.Raised is { } raised ? new EmergencyRaiseView(raised.Reason, raised.Actor, raised.At) : null,
        StoppedAt = state.StoppedAt,
        ClearedAt = state.ClearedAt,
        ClearedBy = state.ClearedBy,
        Runs = Of(state.Instances.Values),
        Instances = state.Instances.ToDictionary(pair => pair.Key, pair => Of([pair.Value]), StringComparer.Ordinal),
    };

    private static string Phase(EmergencyState state) => state switch
    {
        { Stands: false } => "cleared",
        { Mode: EmergencyMode.Hold } => "holding",
        { StoppedAt: null } => "stopping",
        _ => "stopped",
    };

    private static EmergencyRunsView Of(IEnumerable<EmergencyRuns> runs)
    {
        var all = runs.ToList();
        return new EmergencyRunsView(
            all.Sum(share => share.Live), all.Sum(share => share.Stopped), all.Sum(share => share.Finished), all.Sum(share => share.Lost),
            all.Sum(share => share.Survivors));
    }
}
