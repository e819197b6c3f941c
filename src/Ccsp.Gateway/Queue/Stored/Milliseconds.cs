using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Stored;

/// <summary>Times in the store are whole milliseconds; what is handed back is cut the same way, so that it equals what is read
/// later.</summary>
internal static class Milliseconds
{
    public static DateTimeOffset Whole(this DateTimeOffset time) =>
        time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 && time.Offset == TimeSpan.Zero ? time
        : DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    public static DateTimeOffset? Whole(this DateTimeOffset? time) => time?.Whole();

    /// <summary>Only these come from outside or from a random number.</summary>
    public static AgentTask Whole(this AgentTask task) => task.RunAt is null && task.StartBefore is null
        ? task
        : task with { RunAt = task.RunAt.Whole(), StartBefore = task.StartBefore.Whole() };

    public static TaskFact Whole(this TaskFact fact) => fact.Data.WaitUntil is null
        ? fact
        : fact with { Data = fact.Data with { WaitUntil = fact.Data.WaitUntil.Whole() } };

    public static GateState Whole(this GateState gate) => gate with
    {
        ArrivesAt = gate.ArrivesAt.Whole(),
        ClosedUntil = gate.ClosedUntil.Whole(),
        QuietUntil = gate.QuietUntil.Whole(),
        Narrowed = gate.Narrowed is { Until: { } until } narrowed ? narrowed with { Until = until.Whole() } : gate.Narrowed,
        RampFrom = gate.RampFrom.Whole(),
        Since = gate.Since.Whole(),
        Setbacks = gate.Setbacks is { } setbacks ? setbacks with { At = setbacks.At.Whole(), Until = setbacks.Until.Whole() } : null,
        Windows = gate.Windows?.ToDictionary(pair => pair.Key,
            pair => pair.Value with { ResetsAt = pair.Value.ResetsAt.Whole(), SeenAt = pair.Value.SeenAt.Whole() }, StringComparer.Ordinal),
    };

    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? Of(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } known ? Time(known) : null;
}
