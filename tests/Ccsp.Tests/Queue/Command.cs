using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>
/// One step of a random sequence. Tasks and leases are named by number, counted back from the latest accepted and the latest given, modulo
/// how many there are, so that any part of a sequence is a sequence again and stale leases are named as often as current ones.
/// </summary>
internal abstract record Command
{
    /// <summary>Writes with a lease.</summary>
    internal interface IWithLease
    {
        int Lease { get; }
    }

    internal sealed record Wait(int Milliseconds) : Command;

    internal sealed record Submit(bool Atomic, IReadOnlyList<Item> Items) : Command
    {
        public override string ToString() => $"Submit {{ Atomic = {Atomic}, Items = [{string.Join(", ", Items)}] }}";
    }

    internal sealed record Claim(string Instance, int Slots, int Reserved, int Memory, int Limit) : Command;

    internal sealed record Confirm(int Lease) : Command, IWithLease;

    internal sealed record GiveBack(int Lease, string? Hold) : Command, IWithLease;

    internal sealed record Finish(int Lease, EndingClass Ending, double Jitter, int? ResetMs, string? Hold, double? Utilization)
        : Command, IWithLease;

    internal sealed record Approve(int Task) : Command;

    internal sealed record Cancel(int Task) : Command;

    internal sealed record Stop(int Task, StopReason Reason) : Command;

    internal sealed record Rearrange(int Task, Priority? Priority, string? Group) : Command;

    internal sealed record Move(int Task, string Profile, bool Keeps) : Command;

    internal sealed record Reschedule(int Task, int InMs) : Command;

    internal sealed record SetMetadata(int Task, string Value) : Command;

    internal sealed record Retry(int Task) : Command;

    internal sealed record Beat(string Instance) : Command;

    internal sealed record Sweep(double Jitter, int Keep) : Command;

    internal sealed record SetGate(string Gate, bool? Close, int? UntilMs, int? Limit, int? RatePerMinute) : Command;

    internal sealed record Observe(string Gate, double? Utilization, bool Exhausted, int? ResetMs) : Command;

    internal sealed record Emergency(EmergencyMode Mode) : Command;

    internal sealed record EndEmergency : Command;

    internal sealed record Clear(TaskState? State, Priority? Priority, string? Group) : Command;

    /// <summary>One submission; times are relative to now.</summary>
    internal sealed record Item(Priority Priority, string Group, string Agent, string Profile, string? Model, string? Directory,
        int? RunInMs, int? StartInMs, bool Hold)
    {
        public IReadOnlyList<int> Parents { get; init; } = [];

        public ParentFailure OnFailure { get; init; }

        public string? Key { get; init; }

        public string? Hash { get; init; }

        public override string ToString() =>
            $"({Priority} {Group} {Agent} {Profile} {Model} {Directory} run+{RunInMs} before+{StartInMs} hold={Hold} "
            + $"parents=[{string.Join(' ', Parents)}] {OnFailure} {Key} {Hash})";
    }
}
