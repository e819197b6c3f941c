using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>Connects within a time. The library goes on trying for as long as a connection is open, so one that comes too late is closed.</summary>
internal static class RedisConnecting
{
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions configuration, TimeSpan patience, TimeProvider time, CancellationToken stop)
    {
        var making = ConnectionMultiplexer.ConnectAsync(configuration);
        try
        {
            return await making.WaitAsync(patience, time, stop);
        }
        catch
        {
            _ = making.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }
}
