using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Security;

namespace Ccsp.Gateway.Api;

/// <summary>Closes, opens and limits gates; pausing the queue is the same operation on another gate.</summary>
internal sealed class GateSetting(ITaskStore store, Catalogue catalogue, TimeProvider time)
{
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The reason to refuse a close; null when it is valid.</summary>
    public Problem? Judge<T>(Read<T> read, string? reason, DateTimeOffset? until)
        where T : class
    {
        if (read.Broken is not null)
            return read.Broken;
        var faults = new Faults("");
        faults.Line("reason", reason, 1000);
        if (until <= Now)
            faults.Add("until", "It is in the past.");
        faults.NotTooFar("until", until, Now);
        return read.Errors.Count + faults.All.Count > 0 ? Problems.Fields([.. read.Errors, .. faults.All]) : null;
    }

    /// <summary>The reason to refuse a name; null when it names a gate that people may set.</summary>
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

    /// <summary>As <see cref="JudgeName"/>, and the gate's target must be configured.</summary>
    public Problem? JudgeTarget(string name) => JudgeName(name)
        ?? (GateNames.Unknown(name, catalogue.Profiles.Keys, catalogue.Engines.Keys) is { } nobodys ? Problems.NotFound(nobodys) : null);

    /// <summary>
    /// As <see cref="JudgeTarget"/>, but a gate that was closed before its target left the configuration can still be opened.
    /// </summary>
    public async Task<Problem?> JudgeOpeningAsync(string name, CancellationToken cancellationToken) =>
        JudgeTarget(name) is { } unknown && (await store.GatesAsync(cancellationToken)).All(gate => gate.Name != name) ? unknown : null;

    /// <summary>Refuses limits that have no effect on this gate.</summary>
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
