using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Moves everything between the embedded store and the shared one the configuration names.</summary>
internal static class StoreMoves
{
    /// <param name="toRedis">Direction.</param>
    /// <param name="report">Progress, one line per call.</param>
    /// <param name="cancellationToken">Stops; both stores stay as before, or starting again completes the move.</param>
    /// <exception cref="MigrationRefused">Nothing was moved.</exception>
    /// <exception cref="Storage.DataFolderTaken">A gateway uses the folder.</exception>
    /// <exception cref="Storage.StoreUnavailable">The shared store cannot be reached.</exception>
    /// <exception cref="StoreUnsuitable">The shared store would lose tasks.</exception>
    public static async Task<MigrationReport> RunAsync(GatewayOptions options, bool toRedis, Action<string> report,
        CancellationToken cancellationToken)
    {
        await using var embedded = SqliteMigrationEndpoint.Take(options.DataDir, isLeft: toRedis, TimeProvider.System, NullLogger.Instance);
        await using var shared = await ConnectAsync(options, toRedis, report, cancellationToken);
        var move = toRedis ? new StoreMigrator(embedded, shared, TimeProvider.System, report)
            : new StoreMigrator(shared, embedded, TimeProvider.System, report);
        return await move.RunAsync(cancellationToken);
    }

    private static async Task<RedisMigrationEndpoint> ConnectAsync(GatewayOptions options, bool toRedis, Action<string> report,
        CancellationToken cancellationToken)
    {
        var link = await RedisLink.OpenAsync(RedisConnectionSettings.Resolve(options.Store.Redis), TimeProvider.System, NullLogger.Instance,
            cancellationToken);
        try
        {
            if (toRedis)
                (await RedisFacts.ReadAsync(link, cancellationToken)).Require(options.Store.Durability);
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }

        return await RedisMigrationEndpoint.TakeAsync(link, isLeft: !toRedis, NullLogger.Instance, report, cancellationToken);
    }
}
