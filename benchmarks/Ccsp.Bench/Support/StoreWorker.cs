using Ccsp.Gateway.Queue;

namespace Ccsp.Bench.Support;

/// <summary>Takes tasks as the gateway's dispatcher does: as many at once as it has free slots for, woken by submits.</summary>
internal sealed class StoreWorker(BenchStore store, int slots) : IDisposable
{
    private readonly SemaphoreSlim _free = new(slots);
    private readonly SemaphoreSlim _queued = new(0);

    /// <summary>One more task is queued.</summary>
    public void Wake() => _queued.Release();

    /// <summary>Claims, confirms and finishes tasks.</summary>
    /// <param name="count">Until so many are finished.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(int count, CancellationToken cancellationToken)
    {
        List<Task> runs = new(count);
        while (runs.Count < count)
        {
            foreach (var claimed in await store.ClaimAsync(await RoomAsync(cancellationToken), cancellationToken))
                runs.Add(ExecuteAsync(claimed, cancellationToken));
        }

        await Task.WhenAll(runs);
    }

    public void Dispose()
    {
        _free.Dispose();
        _queued.Dispose();
    }

    /// <summary>Waits for a task and a slot, then takes what more of both there is.</summary>
    private async Task<int> RoomAsync(CancellationToken cancellationToken)
    {
        await _queued.WaitAsync(cancellationToken);
        await _free.WaitAsync(cancellationToken);
        var remaining = 1;
        while (_free.CurrentCount > 0 && await _queued.WaitAsync(0, cancellationToken))
        {
            await _free.WaitAsync(cancellationToken);
            remaining++;
        }

        return remaining;
    }

    private async Task ExecuteAsync(ClaimedTask claimed, CancellationToken cancellationToken)
    {
        await store.ConfirmAsync(claimed, cancellationToken);
        await store.FinishAsync(claimed, cancellationToken);
        _free.Release();
    }
}
