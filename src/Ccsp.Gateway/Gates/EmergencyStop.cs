using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>Orders, clears and tells the emergency stop. The store holds it; what runs is ended by the instances that run it.</summary>
internal sealed partial class EmergencyStop(ITaskStore store, StopFile file, TimeProvider time, ILogger<EmergencyStop> log)
{
    public Task<EmergencyState?> NowAsync(CancellationToken stop) => store.EmergencyNowAsync(stop);

    /// <summary>Of several who order it at once one begins it; the others learn that it stands.</summary>
    public async Task<EmergencyOutcome> OrderAsync(EmergencyMode mode, string reason, string actor, CancellationToken stop)
    {
        var outcome = await store.EmergencyAsync(new EmergencyChange.Stop(mode, reason, actor, time.GetUtcNow()), stop);
        if (outcome.Changed)
            Log.Ordered(log, mode, actor, reason, outcome.State!.Instances.Values.Sum(one => one.Live));
        return outcome;
    }

    /// <returns>Null while a stop file lies in the data folder: it would order the next stop at once.</returns>
    public async Task<EmergencyOutcome?> ClearAsync(string actor, CancellationToken stop)
    {
        if (file.Exists)
            return null;
        var outcome = await store.EmergencyAsync(new EmergencyChange.Clear(actor, time.GetUtcNow()), stop);
        if (outcome.Changed)
            Log.Cleared(log, actor);
        return outcome;
    }

    /// <summary>What the instance that asks would start at once after a clear, in its order.</summary>
    public Task<IReadOnlyList<AgentTask>> PlanAsync(ClaimRequest asIf, CancellationToken stop) => store.ForeseeAsync(asIf, stop);

    /// <summary>The stop file that refuses a clear, if there is one.</summary>
    public string? LyingFile => file.Exists ? file.Path : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "Emergency stop ({Mode}) by {Actor}: {Reason}; {Live} runs are alive")]
        public static partial void Ordered(ILogger log, EmergencyMode mode, string actor, string reason, int live);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Emergency stop cleared by {Actor}")]
        public static partial void Cleared(ILogger log, string actor);
    }
}
