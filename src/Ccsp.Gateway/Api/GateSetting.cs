using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Security;

namespace Ccsp.Gateway.Api;

/// <summary>Closes, opens and limits gates on behalf of callers; the pause of the queue is one of them.</summary>
internal sealed class GateSetting(ITaskStore store, TimeProvider time)
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
        return read.Errors.Count + faults.All.Count > 0 ? Problems.Fields([.. read.Errors, .. faults.All]) : null;
    }

    /// <summary>Why a name is refused, null when it is one of a gate.</summary>
    public static Problem? JudgeName(string name) =>
        GateNames.Reject(name) is { } reason ? Problems.NotFound(reason) : null;

    public Task<GateState> CloseAsync(string gate, string reason, DateTimeOffset? until, Caller caller, CancellationToken stop) =>
        store.SetGateAsync(new GateChange.Close(gate, until, reason, caller.Name, Now), stop);

    public Task<GateState> OpenAsync(string gate, Caller caller, CancellationToken stop) =>
        store.SetGateAsync(new GateChange.Open(gate, caller.Name, Now), stop);

    public Task<GateState> LimitAsync(string gate, GateLimits limits, Caller caller, CancellationToken stop) =>
        store.SetGateAsync(new GateChange.Limit(gate, limits, caller.Name, Now), stop);
}
