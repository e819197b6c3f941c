using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Notifications.Store.Redis;
using Ccsp.Gateway.Notifications.Store.Sqlite;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Security.Redis;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway;

/// <summary>Gives every room its store: all of them lie in the embedded file, or all of them in the shared server.</summary>
internal static class StoreFeature
{
    /// <summary>Registers the embedded store and what else lies in its file.</summary>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, string dataFolder) => services
        .AddQueue(dataFolder)
        .AddSingleton<IOutbox>(
        provider => new SqliteOutbox(provider.GetRequiredService<SqliteTaskStore>().Tables, provider.GetRequiredService<NotifyOptions>()))
        .AddRecords(provider => new SqliteQueueRecordBackend(provider.GetRequiredService<SqliteTaskStore>()));

    /// <summary>Registers an open shared store.</summary>
    public static IServiceCollection AddSharedStore(this IServiceCollection services, SharedStore shared)
    {
        var notifications = new RedisRoom(shared.Link, "notify");
        return services
            .AddQueue(shared.Queue, shared.Hub)
            .AddSingleton<IOutbox>(provider => new RedisOutbox(notifications, provider.GetRequiredService<NotifyOptions>()))
            .AddRecords(_ => shared.Queue.Records)
            .AddSingleton<ISharedApiKeys>(new RedisSharedApiKeys(shared.Link, new RedisRoom(shared.Link, "access")));
    }

    private static IServiceCollection AddRecords(this IServiceCollection services, Func<IServiceProvider, IQueueRecordBackend> backend) =>
        services
            .AddSingleton<IRecordStore>(
                provider => new RecordStore(backend(provider), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<IQueueRecords>(
                provider => new QueueRecords(backend(provider), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<IssueStore>();
}
