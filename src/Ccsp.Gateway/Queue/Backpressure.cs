using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>Whether the queue has capacity for one more task. Pure.</summary>
internal static class Backpressure
{
    /// <summary>The first exceeded limit, in the order store, class, agent, group.</summary>
    /// <param name="depths">Before the insert.</param>
    /// <param name="endingsPerSecond">Measured over the last minutes; null or zero when unknown.</param>
    public static SubmitOutcome.Full? Check(AgentTask task, Depths depths, QueueOptions options, double? endingsPerSecond)
    {
        var store = task.PriorityClass == Priority.Urgent ? options.Size : SizeWithoutUrgent(options);
        if (depths.Store >= store)
            return Full("store", depths.Store, store, own: false) with { KeptForUrgent = options.Size - store };
        if (depths.Class >= options.SizePerClass)
            return Full(GateNames.Class(task.PriorityClass), depths.Class, options.SizePerClass.Value, own: false);
        if (depths.Agent >= options.SizePerAgent)
            return Full("agent:" + task.Agent, depths.Agent, options.SizePerAgent.Value, own: true);
        if (depths.Group >= options.SizePerGroup)
            return Full(GateNames.Group(task.Group), depths.Group, options.SizePerGroup.Value, own: true);
        return null;

        SubmitOutcome.Full Full(string limit, int depth, int maximum, bool own) =>
            new(limit, depth, maximum, own, RetryAfter(depth, maximum, endingsPerSecond));
    }

    /// <summary>Capacity for non-urgent tasks; a queue that takes only urgent tasks would be useless.</summary>
    // The small number keeps 10 · (1 − 0.9) at 1: the difference is not exact in binary.
    public static int SizeWithoutUrgent(QueueOptions options) =>
        Math.Max(1, (int)Math.Floor((options.Size * (1 - options.UrgentShare)) + 1e-6));

    /// <summary>Little's law: the excess divided by the rate of endings, between 1 s and 1 h; 60 s while the rate is unknown.</summary>
    public static TimeSpan RetryAfter(int depth, int maximum, double? endingsPerSecond) => endingsPerSecond is { } rate && rate > 0
        ? TimeSpan.FromSeconds(Math.Clamp((depth - maximum + 1) / rate, 1, 3600))
        : TimeSpan.FromSeconds(60);
}
