using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>Registers the queue with the embedded store.</summary>
internal static class QueueModule
{
    /// <summary>The database's name in the data folder.</summary>
    public const string FileName = "ccsp.db";

    /// <param name="services">Has <see cref="TimeProvider"/>, <see cref="QueueOptions"/> and logging already.</param>
    /// <param name="dataFolder">Locked by the caller.</param>
    public static IServiceCollection AddQueue(this IServiceCollection services, string dataFolder) => services
        .AddSingleton<EventHub>()
        .AddSingleton<TaskId>()
        .AddSingleton(provider => ((SqliteTaskStore)provider.GetRequiredService<ITaskStore>()).Tables)
        .AddSingleton<ITaskStore>(provider => SqliteTaskStore.Open(
            Path.Combine(dataFolder, FileName),
            provider.GetRequiredService<QueueOptions>(),
            provider.GetRequiredService<EventHub>(),
            provider.GetRequiredService<ILogger<SqliteTaskStore>>()));
}
