namespace Ccsp.RedisServers;

/// <summary>Three primaries that share the slots.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16_384;
    private const int NodeCount = 3;

    private readonly List<RedisServer> _nodes = [];

    public IReadOnlyList<RedisServer> Nodes => _nodes;

    public IReadOnlyList<string> Endpoints => [.. _nodes.Select(node => node.Endpoint)];

    public static async Task<RedisCluster> StartAsync(params string[] settings)
    {
        var cluster = new RedisCluster();
        for (var i = 0; i < NodeCount; i++)
            cluster._nodes.Add(await RedisServer.StartAsync([.. settings, "--cluster-enabled", "yes", "--cluster-node-timeout", "10000"]));
        for (var i = 0; i < NodeCount; i++)
        {
            await cluster._nodes[i]
                .CommandAsync("CLUSTER", "ADDSLOTSRANGE", $"{Slots * i / NodeCount}", $"{(Slots * (i + 1) / NodeCount) - 1}");
            await cluster._nodes[i].CommandAsync("CLUSTER", "SET-CONFIG-EPOCH", $"{i + 1}");
        }

        foreach (var other in cluster._nodes.Skip(1))
            await cluster._nodes[0].CommandAsync("CLUSTER", "MEET", "127.0.0.1", $"{other.Port}");
        foreach (var node in cluster._nodes)
            await Until.TrueAsync(async () => await KnowsAllAsync(node), $"the cluster of {node.Endpoint}");
        return cluster;
    }

    /// <summary>Gives a slot with its keys to another node, as resharding does.</summary>
    public async Task MoveAsync(int slot, RedisServer from, RedisServer to)
    {
        var (source, target) = (await from.CommandAsync("CLUSTER", "MYID"), await to.CommandAsync("CLUSTER", "MYID"));
        await to.CommandAsync("CLUSTER", "SETSLOT", $"{slot}", "IMPORTING", source);
        await from.CommandAsync("CLUSTER", "SETSLOT", $"{slot}", "MIGRATING", target);
        while (await from.CommandAsync("CLUSTER", "GETKEYSINSLOT", $"{slot}", "100") is { Length: > 0 } keys)
            await from.CommandAsync(["MIGRATE", "127.0.0.1", $"{to.Port}", "", "0", "5000", "KEYS", .. keys.Split('\n')]);
        await to.CommandAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", target);
        await from.CommandAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", target);
    }

    /// <summary>The node that has the slot of a key.</summary>
    public async Task<(int Slot, RedisServer Node)> PlaceOfAsync(string key)
    {
        var slot = int.Parse(await _nodes[0].CommandAsync("CLUSTER", "KEYSLOT", key), System.Globalization.CultureInfo.InvariantCulture);
        foreach (var node in _nodes)
        {
            var own = (await node.CommandAsync("CLUSTER", "NODES")).Split('\n')
                .First(line => line.Contains("myself", StringComparison.Ordinal));
            if (own.Split(' ')[8..].Any(range => Holds(range, slot)))
                return (slot, node);
        }

        throw new InvalidOperationException($"Nobody has slot {slot}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    private static bool Holds(string range, int slot)
    {
        var ends = range.Split('-');
        return int.TryParse(ends[0], out var first) && int.TryParse(ends[^1], out var last) && slot >= first && slot <= last;
    }

    private static async Task<bool> KnowsAllAsync(RedisServer node)
    {
        var said = await node.CommandAsync("CLUSTER", "INFO");
        return said.Contains("cluster_state:ok", StringComparison.Ordinal)
            && said.Contains($"cluster_size:{NodeCount}", StringComparison.Ordinal);
    }
}
