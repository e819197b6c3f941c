using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Execution;

/// <summary>Which profile takes over the tasks of one that is held or used up. Pure.</summary>
/// <param name="profiles">All that are configured.</param>
/// <param name="gates">As they stand.</param>
internal sealed class Failover(IReadOnlyDictionary<string, Profile> profiles, IEnumerable<GateState> gates, DateTimeOffset now,
    GateRules rules)
{
    private readonly Dictionary<string, GateState> _gates = gates.ToDictionary(gate => gate.Name, StringComparer.Ordinal);

    /// <summary>What not even an urgent task may pass for as long as the provider says; being merely busy is no reason to move.</summary>
    public bool IsShut(string profile)
    {
        if (_gates.GetValueOrDefault(GateNames.Profile(profile)) is not { } gate)
            return false;
        var question = new GateQuestion(gate, Leases: 0, Priority.Urgent, now, rules);
        return (Answers.OfHold(question) ?? Answers.OfQuota(question)) is { Admits: false };
    }

    /// <summary>The first profile of a shut one's list that is not shut itself; null when there is none, or no need of one.</summary>
    public Profile? Target(string profile) =>
        profiles.TryGetValue(profile, out var from) && from.Failover.Count > 0 && IsShut(profile)
            && from.Failover.FirstOrDefault(next => !IsShut(next)) is { } target
            ? profiles[target]
            : null;

    /// <summary>Whether a task that waits is about to move: one that must continue a conversation can do so only where the conversation
    /// lies.</summary>
    public bool WillMove(TaskRecord record) =>
        Target(record.Task.Profile) is { } target && CanMove(record, profiles[record.Task.Profile], target);

    public static bool CanMove(TaskRecord record, Profile from, Profile to) =>
        (record.Task.State == TaskState.Ready || record.Task.WaitReason is WaitReason.Limit or WaitReason.Session)
        && (record.Spec.Resume is null || SharesConversations(from, to));

    public static bool SharesConversations(Profile from, Profile to) => from.ConfigDirectory == to.ConfigDirectory;
}
