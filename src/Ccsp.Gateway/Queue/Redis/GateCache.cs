using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Cached gates and emergency stop. They may be stale: batches guard the versions they rest on, and a failed guard reloads the cache.
/// </summary>
internal sealed class GateCache(RedisLink link, QueueKeys keys)
{
    public const string EmergencyField = "emergency";

    private volatile GateSnapshot? _known;

    /// <summary>The cached snapshot; read if there is none.</summary>
    public async ValueTask<GateSnapshot> KnownAsync(CancellationToken cancellationToken) => _known ?? await CurrentAsync(cancellationToken);

    /// <summary>The current snapshot; gates are read only when the stamp changed.</summary>
    public async Task<GateSnapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        var stamp = await link.ReadAsync(db => db.HashGetAsync(keys.Meta, "gates"), cancellationToken);
        return _known is { } snapshot && snapshot.Stamp == (long)stamp ? snapshot : await ReadAsync(cancellationToken);
    }

    /// <summary>Drops the cache.</summary>
    public void Forget() => _known = null;

    /// <summary>The stamp is read first, so that the guard detects anything newer.</summary>
    private async Task<GateSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var (stamp, gates, emergency) = await link.ReadAsync(
            async db =>
            {
                var stamp = db.HashGetAsync(keys.Meta, "gates");
                var gates = db.HashGetAllAsync(keys.Gates);
                var emergency = db.HashGetAsync(keys.System, EmergencyField);
                await Task.WhenAll(stamp, gates, emergency);
                return ((long)await stamp, await gates, await emergency);
            },
            cancellationToken);
        return _known = new GateSnapshot(stamp,
            gates.ToDictionary(gate => (string)gate.Name!, gate => VersionedDocument.Read((byte[])gate.Value!, GateJson.Default.GateState),
                StringComparer.Ordinal), EmergencyOf(emergency));
    }

    public static (long Version, EmergencyState? State) EmergencyOf(RedisValue document) =>
        document.IsNull ? (0, null) : VersionedDocument.Read((byte[])document!, EmergencyJson.Default.EmergencyState);
}
