using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Bench.Support;

/// <summary>The embedded store in this process, as the gateway opens it: every answer is on disk.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    public const string Instance = "bench";

    private static readonly TaskSubmission Spec = new() { Prompt = "Say hello.", Agent = "bench" };
    private static readonly Ending Good = new() { Class = EndingClass.Succeeded, Message = "Done.", Source = "result", Recoverable = false, Severity = Severity.Info };

    private readonly SqliteTaskStore store;
    private readonly TaskId ids = new(TimeProvider.System);

    private BenchStore(SqliteTaskStore store) => this.store = store;

    public static BenchStore Open(string path) =>
        new(SqliteTaskStore.Open(path, new QueueOptions { Size = 10_000_000 }, new EventHub(), NullLogger.Instance));

    public Task SubmitAsync(int count, CancellationToken stop) => store.SubmitAsync(
        new SubmitBatch([.. Enumerable.Range(0, count).Select(_ => new Submit(new NewTask(ids.Next(), Spec), "bench", null, null))], true, DateTimeOffset.UtcNow),
        stop);

    /// <summary>Queues many tasks, in batches of the largest size the API takes.</summary>
    public async Task FillAsync(int count, CancellationToken stop)
    {
        for (var left = count; left > 0; left -= 1_000)
            await SubmitAsync(Math.Min(left, 1_000), stop);
    }

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(int limit, CancellationToken stop) =>
        store.ClaimAsync(new ClaimRequest(Instance, 100_000, 0, int.MaxValue, limit, DateTimeOffset.UtcNow), stop);

    /// <summary>Confirms and finishes claimed tasks.</summary>
    public async Task FinishAsync(IReadOnlyList<ClaimedTask> claimed, CancellationToken stop)
    {
        await Task.WhenAll(claimed.Select(one => ConfirmAsync(one, stop)));
        await Task.WhenAll(claimed.Select(one => FinishAsync(one, stop)));
    }

    public async Task ConfirmAsync(ClaimedTask claimed, CancellationToken stop) => Expect(await store.ConfirmAsync(
        new RunStarted(claimed.Task.Id, claimed.Task.Lease!.Token, 4711, 1, "boot", null, DateTimeOffset.UtcNow), stop));

    public async Task FinishAsync(ClaimedTask claimed, CancellationToken stop) => Expect(await store.FinishAsync(
        new RunFinished { TaskId = claimed.Task.Id, Token = claimed.Task.Lease!.Token, Ending = Good, Result = "done", Jitter = 0.5, Now = DateTimeOffset.UtcNow }, stop));

    /// <summary>So that a gateway that opens this file starts none of its tasks.</summary>
    public Task PauseAsync(CancellationToken stop) =>
        store.SetGateAsync(new GateChange.Close(GateNames.Queue, null, "measurement", "bench", DateTimeOffset.UtcNow), stop);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static void Expect(LeaseOutcome outcome)
    {
        if (outcome is not LeaseOutcome.Applied)
            throw new InvalidOperationException($"The store answered {outcome}.");
    }
}
