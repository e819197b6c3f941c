using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.StoreMigration;

namespace Ccsp.Gateway.Hosting;

/// <summary>Gives every feature its store: all of them lie in the embedded file, or all of them in the shared server.</summary>
internal static class StoreFeature
{
    /// <summary>Registers the embedded store and what else lies in its file.</summary>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, string dataFolder) => services
        .AddQueue(dataFolder)
        .AddRecords(provider => OpenRecords(provider.GetRequiredService<SqliteTaskStore>()));

    /// <summary>Registers an open shared store.</summary>
    public static IServiceCollection AddSharedStore(this IServiceCollection services, SharedStore shared) => services
        .AddQueue(shared.Queue, shared.Hub)
        .AddRecords(_ => shared.Queue.Records)
        .AddSingleton<SharedApiKeys>();

    private static IServiceCollection AddRecords(this IServiceCollection services, Func<IServiceProvider, IQueueRecordBackend> backend) =>
        services
            .AddSingleton(backend)
            .AddSingleton<IRecordBackend>(provider => provider.GetRequiredService<IQueueRecordBackend>())
            .AddSingleton<IRecordStore, RecordStore>()
            .AddSingleton<IQueueRecords, QueueRecords>()
            .AddSingleton<Outbox>()
            .AddSingleton<IssueStore>();

    private static SqliteQueueRecordBackend OpenRecords(SqliteTaskStore queue)
    {
        // At the start, before anybody asks for a record; the writer thread does the work.
        new SqliteCarryOver(queue.Tables).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        return new SqliteQueueRecordBackend(queue);
    }
}
