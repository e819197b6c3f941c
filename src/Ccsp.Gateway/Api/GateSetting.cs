using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Security;

namespace Ccsp.Gateway.Api;

/// <summary>Closes, opens and limits gates on behalf of callers; the pause of the queue is one of them.</summary>
internal sealed class GateSetting(ITaskStore store, Catalogue catalogue, TimeProvider time)
{
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Why a request to close is refused, null when it is right.</summary>
    public Problem? Judge<T>(Read<T> read, string? reason, DateTimeOffset? until)
        where T : class
    {
        if (read.Broken is not null)
            return read.Broken;
        var faults = new Faults("");
        faults.Word("reason", reason, 1000);
        if (until <= Now)
            faults.Add("until", "It is in the past.");
        faults.NotTooFar("until", until, Now);
        return read.Errors.Count + faults.All.Count > 0 ? Problems.Fields([.. read.Errors, .. faults.All]) : null;
    }

    /// <summary>Why a name is refused, null when it is one of a gate that people set.</summary>
    public static Problem? JudgeName(string name)
    {
        if (GateNames.Reject(name) is { } reason)
            return Problems.NotFound(reason);
        return name.StartsWith("memory:", StringComparison.Ordinal)
            ? Problems.NotFound(
                $"The gate '{name}' follows the free memory of its machine and cannot be set. Set "
                + $"instance:{name["memory:".Length..]} instead.")
            : null;
    }

    /// <summary>The same for a gate that is closed or limited.</summary>
    public Problem? JudgeTarget(string name) => JudgeName(name)
        ?? (GateNames.Unknown(name, catalogue.Profiles.Keys, catalogue.Engines.Keys) is { } nobodys ? Problems.NotFound(nobodys) : null);

    /// <summary>The same for a gate that is opened: what was closed before it went out of the configuration can still be.</summary>
    public async Task<Problem?> JudgeOpeningAsync(string name, CancellationToken cancellationToken) =>
        JudgeTarget(name) is { } unknown && (await store.GatesAsync(cancellationToken)).All(gate => gate.Name != name) ? unknown : null;

    /// <summary>Limits that nothing would look at for this gate.</summary>
    public static void JudgeLimits(string gate, GateLimit wanted, Faults faults)
    {
        if (gate == GateNames.Queue || gate.StartsWith("class:", StringComparison.Ordinal))
            faults.Add("limit", $"{gate} can be closed, not limited.");
        if (wanted.Headroom is not null && !gate.StartsWith("profile:", StringComparison.Ordinal))
            faults.Add("headroom", $"Only gates of profiles have windows; {gate} has none.");
        if (wanted.RatePerMinute is not null && gate.StartsWith("instance:", StringComparison.Ordinal))
            faults.Add("ratePerMinute", $"Starts of an instance are not counted; {gate} takes limit only.");
    }

    public Task<GateState> CloseAsync(string gate, string reason, DateTimeOffset? until, Caller caller,
        CancellationToken cancellationToken) =>
        store.SetGateAsync(new GateChange.Close(gate, until, reason, caller.Name, Now), cancellationToken);

    public Task<GateState> OpenAsync(string gate, Caller caller, CancellationToken cancellationToken) =>
        store.SetGateAsync(new GateChange.Open(gate, caller.Name, Now), cancellationToken);

    public Task<GateState> LimitAsync(string gate, GateLimits limits, Caller caller, CancellationToken cancellationToken) =>
        store.SetGateAsync(new GateChange.Limit(gate, limits, caller.Name, Now), cancellationToken);
}
