using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// While a profile with a key is held or used up, its waiting tasks move to the first profile of its list that is not. They do not move back.
/// A person's login has no such list: the configuration refuses it.
/// </summary>
internal sealed class FailoverDuty(ITaskStore store, IReadOnlyDictionary<string, Profile> profiles, QueueOptions options)
{
    private const int MostAtOnce = 200;

    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <returns>How many tasks moved.</returns>
    public async Task<int> RunOnceAsync(DateTimeOffset now, CancellationToken stop)
    {
        if (profiles.Values.All(profile => profile.Failover.Count == 0))
            return 0;
        var gates = (await store.GatesAsync(stop)).ToDictionary(gate => gate.Name, StringComparer.Ordinal);
        var moved = 0;
        foreach (var profile in profiles.Values.Where(profile => profile.Failover.Count > 0 && IsShut(profile.Name)))
        {
            if (profile.Failover.FirstOrDefault(next => !IsShut(next)) is { } target)
                moved += await MoveAsync(profile, profiles[target], now, stop);
        }

        return moved;

        // What not even an urgent task may pass for as long as the provider says; being merely busy is no reason to move.
        bool IsShut(string name)
        {
            if (gates.GetValueOrDefault(GateNames.Profile(name)) is not { } gate)
                return false;
            var question = new GateQuestion(gate, Leases: 0, Priority.Urgent, now, options.Gates);
            return (Answers.OfHold(question) ?? Answers.OfQuota(question)) is { Admits: false };
        }
    }

    private async Task<int> MoveAsync(Profile from, Profile to, DateTimeOffset now, CancellationToken stop)
    {
        var moved = 0;
        foreach (var state in (TaskState[])[TaskState.Ready, TaskState.Scheduled])
        {
            var page = await store.ListAsync(new TaskFilter { State = state, Profile = from.Name, Limit = MostAtOnce }, stop);
            foreach (var record in page.Items.Where(record => CanMove(record, from, to)))
            {
                var change = new TaskChange.Move(record.Task.Id, to.Name, SharesConversations(from, to), GateActors.Gateway, now);
                moved += await store.ChangeAsync(change, stop) is ChangeOutcome.Applied ? 1 : 0;
            }
        }

        return moved;
    }

    /// <summary>One that must continue a conversation can do so only where the conversation lies.</summary>
    private static bool CanMove(TaskRecord record, Profile from, Profile to) =>
        (record.Task.State == TaskState.Ready || record.Task.WaitReason is WaitReason.Limit or WaitReason.Session)
        && (record.Spec.Resume is null || SharesConversations(from, to));

    private static bool SharesConversations(Profile from, Profile to) => from.ConfigDirectory == to.ConfigDirectory;
}
