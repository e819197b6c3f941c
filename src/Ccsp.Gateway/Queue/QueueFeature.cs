using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>Registers the queue.</summary>
internal static class QueueFeature
{
    /// <summary>The embedded store's name in the data folder.</summary>
    public const string FileName = "ccsp.db";

    /// <summary>With the embedded store.</summary>
    /// <param name="services">Has <see cref="TimeProvider"/>, <see cref="QueueOptions"/> and logging already.</param>
    /// <param name="dataFolder">Locked by the caller.</param>
    public static IServiceCollection AddQueue(this IServiceCollection services, string dataFolder) => services
        .AddSingleton<EventHub>()
        .AddSingleton<TaskId>()
        .AddSingleton(provider => SqliteTaskStore.Open(
            Path.Combine(dataFolder, FileName),
            provider.GetRequiredService<QueueOptions>(),
            provider.GetRequiredService<EventHub>(),
            provider.GetRequiredService<ILogger<SqliteTaskStore>>()))
        .AddSingleton<ITaskStore>(provider => provider.GetRequiredService<SqliteTaskStore>());

    /// <summary>With a store that is open already and shared with other instances.</summary>
    /// <param name="services">Has <see cref="TimeProvider"/> already.</param>
    /// <param name="store">Belongs to the caller.</param>
    /// <param name="hub">Hears of its events.</param>
    public static IServiceCollection AddQueue(this IServiceCollection services, ITaskStore store, EventHub hub) => services
        .AddSingleton(hub)
        .AddSingleton<TaskId>()
        .AddSingleton(store);
}
