using Ccsp.Gateway.Queue;

namespace Ccsp.Bench.Support;

/// <summary>Takes tasks as the gateway's dispatcher does: as many at once as it has free slots for, woken by submits.</summary>
internal sealed class StoreWorker(BenchStore store, int slots) : IDisposable
{
    private readonly SemaphoreSlim free = new(slots);
    private readonly SemaphoreSlim queued = new(0);

    /// <summary>One more task is queued.</summary>
    public void Wake() => queued.Release();

    /// <summary>Claims, confirms and finishes tasks.</summary>
    /// <param name="count">Until so many are finished.</param>
    /// <param name="stop">Gives up.</param>
    public async Task RunAsync(int count, CancellationToken stop)
    {
        List<Task> runs = new(count);
        while (runs.Count < count)
        {
            foreach (var claimed in await store.ClaimAsync(await RoomAsync(stop), stop))
                runs.Add(ExecuteAsync(claimed, stop));
        }

        await Task.WhenAll(runs);
    }

    public void Dispose()
    {
        free.Dispose();
        queued.Dispose();
    }

    /// <summary>Waits for a task and a slot, then takes what more of both there is.</summary>
    private async Task<int> RoomAsync(CancellationToken stop)
    {
        await queued.WaitAsync(stop);
        await free.WaitAsync(stop);
        var room = 1;
        while (free.CurrentCount > 0 && await queued.WaitAsync(0, stop))
        {
            await free.WaitAsync(stop);
            room++;
        }

        return room;
    }

    private async Task ExecuteAsync(ClaimedTask claimed, CancellationToken stop)
    {
        await store.ConfirmAsync(claimed, stop);
        await store.FinishAsync(claimed, stop);
        free.Release();
    }
}
