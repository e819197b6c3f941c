using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// While a profile with an API key is held or exhausted, moves its waiting tasks to the first usable profile of its list. They do not move
/// back. A person's login cannot have such a list.
/// </summary>
internal sealed class FailoverDuty(ITaskStore store, IReadOnlyDictionary<string, Profile> profiles, QueueOptions options)
{
    private const int MostAtOnce = 200;

    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <returns>How many tasks moved.</returns>
    public async Task<int> RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (profiles.Values.All(profile => profile.Failover.Count == 0))
            return 0;
        var failover = new Failover(profiles, await store.GatesAsync(cancellationToken), now, options.Gates);
        var moved = 0;
        foreach (var profile in profiles.Values)
        {
            if (failover.Target(profile.Name) is { } target)
                moved += await MoveAsync(profile, target, now, cancellationToken);
        }

        return moved;
    }

    private async Task<int> MoveAsync(Profile from, Profile to, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moved = 0;
        foreach (var state in (TaskState[])[TaskState.Ready, TaskState.Scheduled])
        {
            var page = await store.ListAsync(new TaskFilter { State = state, Profile = from.Name, Limit = MostAtOnce, TextCharacters = 0 },
                cancellationToken);
            foreach (var record in page.Items.Where(record => Failover.CanMove(record, from, to)))
            {
                var change = new TaskChange.Move(record.Task.Id, to.Name, Failover.SharesConversations(from, to), GateActors.Gateway, now);
                moved += await store.ChangeAsync(change, cancellationToken) is ChangeOutcome.Applied ? 1 : 0;
            }
        }

        return moved;
    }
}
