using System.Text.Json;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Drops leases whose task is gone; they would occupy their gates forever. They exist only after the server evicted keys or somebody
/// deleted some.
/// </summary>
internal sealed partial class EmptyLeases(RedisLink link, QueueKeys keys, CommitPump pump, ILogger logger)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var leases = await link.ReadAsync(db => db.HashGetAllAsync(keys.Leases), cancellationToken);
        if (leases.Length == 0)
            return 0;
        var rows = await link.ReadAsync(db => db.HashGetAsync(keys.Tasks, [.. leases.Select(lease => lease.Name)]), cancellationToken);
        var dropped = 0;
        foreach (var lease in leases.Zip(rows).Where(pair => pair.Second.IsNull).Select(pair => pair.First))
            dropped += await DropAsync(lease, cancellationToken) ? 1 : 0;
        if (dropped > 0)
            Log.Dropped(logger, dropped);
        return dropped;
    }

    private async Task<bool> DropAsync(HashEntry lease, CancellationToken cancellationToken)
    {
        var gates = JsonSerializer.Deserialize((byte[])lease.Value!, RedisJson.Default.LeaseEntry)!.Gates;
        var batch = new GuardedBatch();
        batch.Holds(keys.Tasks, lease.Name!, 0, GuardKind.Row);
        batch.Same(keys.Leases, lease.Name!, lease.Value!);
        batch.Drop(keys.Leases, lease.Name);
        batch.Write(["wake", gates.Count,
            .. gates.SelectMany(gate => new[] { (BatchArgument)gate, BatchArgument.Name(keys.ParkedUnder(gate)) })]);
        return (await pump.CommitAsync(batch, null, cancellationToken)).Applied;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error,
            Message = "{Count} leases had no task any more and were dropped. The Redis server has lost data: it evicts, or somebody "
            + "deleted keys.")]
        public static partial void Dropped(ILogger logger, int count);
    }
}
