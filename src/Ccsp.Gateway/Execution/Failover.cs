using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Execution;

/// <summary>Chooses the profile that takes over tasks of one that is held or exhausted. Pure.</summary>
/// <param name="profiles">All that are configured.</param>
/// <param name="gates">As they stand.</param>
internal sealed class Failover(IReadOnlyDictionary<string, Profile> profiles, IEnumerable<GateState> gates, DateTimeOffset now,
    GateRules rules)
{
    private readonly Dictionary<string, GateState> _gates = gates.ToDictionary(gate => gate.Name, StringComparer.Ordinal);

    /// <summary>Holds and exhaustion count; merely being busy is no reason to move.</summary>
    public bool IsShut(string profile)
    {
        if (_gates.GetValueOrDefault(GateNames.Profile(profile)) is not { } gate)
            return false;
        var question = new GateQuestion(gate, Leases: 0, Priority.Urgent, now, rules);
        return (Answers.OfHold(question) ?? Answers.OfQuota(question)) is { Admits: false };
    }

    /// <summary>The first usable profile in the list of a shut one; null if there is none or no need.</summary>
    public Profile? Target(string profile) =>
        profiles.TryGetValue(profile, out var from) && from.Failover.Count > 0 && IsShut(profile)
            && from.Failover.FirstOrDefault(next => !IsShut(next)) is { } target
            ? profiles[target]
            : null;

    /// <summary>
    /// Whether a waiting task is about to move; one that continues a conversation can move only where the conversation lies.
    /// </summary>
    public bool WillMove(TaskRecord record) =>
        Target(record.Task.Profile) is { } target && CanMove(record, profiles[record.Task.Profile], target);

    public static bool CanMove(TaskRecord record, Profile from, Profile to) =>
        (record.Task.State == TaskState.Ready || record.Task.WaitReason is WaitReason.Limit or WaitReason.Session)
        && (record.Spec.Resume is null || SharesConversations(from, to));

    public static bool SharesConversations(Profile from, Profile to) => from.ConfigDirectory == to.ConfigDirectory;
}
