using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>
/// One instance with so many slots on the real store, in time that jumps from one happening to the next: runs take what the test says and
/// always end well. What it records is when each task started and ended.
/// </summary>
internal sealed class SimulatedInstance(SqliteStoreFixture queue, int slots, Func<AgentTask, TimeSpan> takes, int reservedUrgent = 1)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly PriorityQueue<AgentTask, DateTimeOffset> _running = new();

    public Dictionary<string, DateTimeOffset> Started { get; } = [];

    public Dictionary<string, DateTimeOffset> Ended { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task<IReadOnlyList<string>> AddAsync(int count, TaskSubmission spec)
    {
        List<string> ids = [];
        for (var i = 0; i < count; i++)
            ids.Add((await queue.Add(spec)).Id);
        return ids;
    }

    /// <summary>Lets time pass until all slots are free and nothing more starts, or until a moment.</summary>
    public async Task RunAsync(DateTimeOffset? until = null)
    {
        while (queue.Now < (until ?? DateTimeOffset.MaxValue))
        {
            await EndDueAsync();
            await queue.Sweep();
            await StartAsync();
            if (_running.Count == 0 && until is null)
                return;
            var next = queue.Now + Tick;
            if (until is null && _running.TryPeek(out _, out var end) && end > next
                && (await queue.Store.SnapshotAsync(queue.Now, Stop)).ByState[TaskState.Scheduled] == 0)
                next = end;
            queue.Now = next;
        }
    }

    /// <summary>What is over ends now, and what may start starts.</summary>
    public async Task StartAsync()
    {
        var claimed = await queue.Store.ClaimAsync(new ClaimRequest("one", slots, reservedUrgent, 1_000_000, 1_000, queue.Now), Stop);
        var confirmed = await Task.WhenAll(
            claimed.Select(task =>
                queue.Store.ConfirmAsync(new RunStarted(task.Task.Id, task.Task.Lease!.Token, 1, 2, "boot", "c", queue.Now), Stop)));
        foreach (var task in confirmed.Select(outcome => Assert.IsType<LeaseOutcome.Applied>(outcome).Task))
        {
            Started[task.Id] = queue.Now;
            _running.Enqueue(task, queue.Now + takes(task));
        }
    }

    private async Task EndDueAsync()
    {
        List<AgentTask> over = [];
        while (_running.TryPeek(out var task, out var end) && end <= queue.Now)
            over.Add(_running.Dequeue());
        await Task.WhenAll(over.Select(task => queue.Finish(task)));
        foreach (var task in over)
            Ended[task.Id] = queue.Now;
    }
}
