namespace Ccsp.Gateway.Queue;

/// <summary>How an instance and its machine are doing.</summary>
/// <param name="StartedAt">Of this process.</param>
/// <param name="MaxConcurrent">Runs it takes at a time.</param>
/// <param name="Cpu">How busy the processors of its machine were since the heartbeat before, 0 to 100; null: unknown.</param>
/// <param name="Memory">How much of the memory of its machine is taken, 0 to 100; null: unknown.</param>
/// <param name="ProcessMemory">Bytes of its own process.</param>
/// <param name="IsLeaving">It ended as planned, and keeps the leases of the runs it left behind until it is back.</param>
/// <param name="Containment">What holds the processes of a run together; null: an older version, which does not say.</param>
/// <param name="Shortage">Why it can start no run; null: it can.</param>
/// <param name="Setback">When and by what it saw that the store went back to older data; null: it did not.</param>
internal sealed record InstanceLoad(
    DateTimeOffset StartedAt, int MaxConcurrent, double? Cpu, double? Memory, long ProcessMemory, bool IsLeaving = false,
    string? Containment = null, string? Shortage = null, string? Setback = null);
