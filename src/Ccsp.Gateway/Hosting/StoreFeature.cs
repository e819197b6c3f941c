using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.StoreMigration;

namespace Ccsp.Gateway.Hosting;

/// <summary>Registers the store of every feature: all in the embedded file, or all in the shared server.</summary>
internal static class StoreFeature
{
    /// <param name="options">Where the embedded store lies, and the limits of either.</param>
    /// <param name="shared">An open shared store; null: the embedded one.</param>
    public static IServiceCollection AddStore(this IServiceCollection services, GatewayOptions options, SharedStore? shared)
    {
        var setback = new StoreSetback(TimeProvider.System);
        if (shared is not null)
            shared.Queue.WentBack += () => setback.See("the Redis server has lost its last writes");
        services.AddSingleton(options.Queue).AddSingleton(options.Retention).AddSingleton(shared?.Clock ?? BootClock.Instance)
            .AddSingleton(setback);
        return shared is null
            ? services.AddQueue(options.DataDir).AddRecords(provider => OpenRecords(provider.GetRequiredService<SqliteTaskStore>()))
            : services.AddQueue(shared.Queue, shared.Hub).AddRecords(_ => shared.Queue.Records);
    }

    private static IServiceCollection AddRecords(this IServiceCollection services, Func<IServiceProvider, IQueueRecordBackend> backend) =>
        services
            .AddSingleton(backend)
            .AddSingleton<IRecordBackend>(provider => provider.GetRequiredService<IQueueRecordBackend>())
            .AddSingleton<IRecordStore, RecordStore>()
            .AddSingleton<IQueueRecords, QueueRecords>()
            .AddSingleton<Outbox>()
            .AddSingleton<IssueStore>()
            .AddSingleton<SharedApiKeys>();

    private static SqliteQueueRecordBackend OpenRecords(SqliteTaskStore queue)
    {
        // At the start, before anything reads a record; the writer thread does the work.
        new SqliteCarryOver(queue.Tables).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        return new SqliteQueueRecordBackend(queue);
    }
}
