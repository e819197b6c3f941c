using System.Diagnostics;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Bench.Support;

/// <summary>A store in this process, as the gateway opens it.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    public const string Instance = "bench";

    private static readonly TaskSubmission Spec = new() { Prompt = "Say hello.", Agent = "bench" };
    private static readonly Ending Good =
        new() { Class = EndingClass.Succeeded, Message = "Done.", Source = "result", Recoverable = false, Severity = Severity.Info };

    private static readonly QueueOptions Options = new() { Size = 10_000_000 };

    private readonly ITaskStore _store;
    private readonly IAsyncDisposable[] _owned;
    private readonly TaskId _ids = new(TimeProvider.System);

    private BenchStore(ITaskStore store, params IAsyncDisposable[] owned) => (_store, _owned) = (store, owned);

    /// <summary>The embedded store: every answer is on disk.</summary>
    public static BenchStore Open(string path)
    {
        var store = SqliteTaskStore.Open(path, Options, new EventHub(), NullLogger.Instance);
        return new BenchStore(store, store);
    }

    /// <summary>A shared store, with a connection of its own; every call with one name opens the same.</summary>
    public static async Task<BenchStore> OpenSharedAsync(int port, string name, CancellationToken cancellationToken)
    {
        var link = await RedisLink.OpenAsync(new RedisOptions { Endpoints = [$"127.0.0.1:{port}"] }, TimeProvider.System,
            NullLogger.Instance, cancellationToken);
        var store = await RedisTaskStore.OpenAsync(link, new QueueKeys(name, 1), Options, new EventHub(),
            new RedisClock(TimeProvider.System), NullLogger.Instance, cancellationToken);
        return new BenchStore(store, store, link);
    }

    public Task SubmitAsync(int count, CancellationToken cancellationToken) => _store.SubmitAsync(
        new SubmitBatch([.. Enumerable.Range(0, count).Select(_ => new Submit(new NewTask(_ids.Next(), Spec), "bench", null, null))], true,
            DateTimeOffset.UtcNow),
        cancellationToken);

    /// <summary>Queues many tasks, in batches of the largest size the API takes.</summary>
    public async Task FillAsync(int count, CancellationToken cancellationToken)
    {
        for (var left = count; left > 0; left -= 1_000)
            await SubmitAsync(Math.Min(left, 1_000), cancellationToken);
    }

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(int limit, CancellationToken cancellationToken) =>
        _store.ClaimAsync(new ClaimRequest(Instance, 100_000, 0, int.MaxValue, limit, DateTimeOffset.UtcNow), cancellationToken);

    /// <summary>Confirms and finishes claimed tasks.</summary>
    public async Task FinishAsync(IReadOnlyList<ClaimedTask> claimed, CancellationToken cancellationToken)
    {
        await Task.WhenAll(claimed.Select(task => ConfirmAsync(task, cancellationToken)));
        await Task.WhenAll(claimed.Select(task => FinishAsync(task, cancellationToken)));
    }

    public async Task ConfirmAsync(ClaimedTask claimed, CancellationToken cancellationToken) => Expect(await _store.ConfirmAsync(
        new RunStarted(claimed.Task.Id, claimed.Task.Lease!.Token, 4711, 1, "boot", null, DateTimeOffset.UtcNow), cancellationToken));

    public async Task FinishAsync(ClaimedTask claimed, CancellationToken cancellationToken) => Expect(await _store.FinishAsync(
        new RunFinished { TaskId = claimed.Task.Id, Token = claimed.Task.Lease!.Token, Ending = Good, Result = "done", Jitter = 0.5,
        Now = DateTimeOffset.UtcNow }, cancellationToken));

    /// <summary>So that a gateway that opens this file starts none of its tasks.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) =>
        _store.SetGateAsync(new GateChange.Close(GateNames.Queue, null, "measurement", "bench", DateTimeOffset.UtcNow), cancellationToken);

    /// <returns>Microseconds for a claim of some tasks alone; the depth is the same before and after.</returns>
    public async Task<double> ClaimRoundAsync(int count, CancellationToken cancellationToken)
    {
        await SubmitAsync(count, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var claimed = await ClaimAsync(count, cancellationToken);
        var microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        await FinishAsync(claimed, cancellationToken);
        return microseconds;
    }

    public Task BeatAsync(CancellationToken cancellationToken) =>
        _store.RenewAsync(new Heartbeat(Instance, "host", 1, null, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(20)), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _owned)
            await one.DisposeAsync();
    }

    private static void Expect(LeaseOutcome outcome)
    {
        if (outcome is not LeaseOutcome.Applied)
            throw new InvalidOperationException($"The store answered {outcome}.");
    }
}
