using Ccsp.Contracts;
using Ccsp.RedisServers;

namespace Ccsp.EndToEnd.Support;

/// <summary>Published gateways, each with a data folder of its own, that share one redis-server.</summary>
internal sealed class Gateways : IAsyncDisposable
{
    private readonly DataFolder _data = new();
    private readonly List<GatewayProcess> _all = [];

    private Gateways(RedisServer redis) => Redis = redis;

    public RedisServer Redis { get; }

    public IReadOnlyList<GatewayProcess> All => _all;

    /// <summary>Seen by all of them.</summary>
    public string SharedFolder => _data.Path;

    /// <param name="count">How many.</param>
    /// <param name="setup">What they have in common; its data folder is the parent of theirs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="redis">Theirs from now on; null: one that writes each commit to disk.</param>
    /// <param name="firstThrough">What stands between the first of them and the server.</param>
    public static async Task<Gateways> StartAsync(
        int count, Func<string, GatewaySetup> setup, CancellationToken cancellationToken, RedisServer? redis = null,
        ChaosProxy? firstThrough = null)
    {
        var group = new Gateways(redis ?? await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always"));
        try
        {
            for (var i = 0; i < count; i++)
            {
                var own = setup(group._data.Path) with { DataFolder = group._data.Sub($"gateway-{i}") };
                var environment = new Dictionary<string, string>(own.More)
                {
                    ["REDIS_HOST"] = "127.0.0.1",
                    ["REDIS_PORT"] = $"{(i == 0 ? firstThrough?.Port : null) ?? group.Redis.Port}",
                };
                group._all.Add(await GatewayProcess.StartAsync(own with { More = environment }, cancellationToken));
            }

            return group;
        }
        catch
        {
            // Whoever asked has nothing to end.
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>The id of a gateway, as it keeps it.</summary>
    public static async Task<string> IdOfAsync(GatewayProcess gateway, CancellationToken cancellationToken) =>
        (await gateway.Rest.InstancesAsync(cancellationToken)).Items.Single(view => view.Pid == gateway.Program.Id).InstanceId;

    /// <summary>The gateway that runs a task now.</summary>
    public async Task<GatewayProcess> OwnerOfAsync(TaskView task, CancellationToken cancellationToken)
    {
        foreach (var gateway in _all.Where(process => !process.IsDead))
        {
            if (await IdOfAsync(gateway, cancellationToken) == task.InstanceId)
                return gateway;
        }

        throw new InvalidOperationException($"Nobody runs {task.Id}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _all)
            await gateway.DisposeAsync();
        await Redis.DisposeAsync();
        _data.Dispose();
    }
}
