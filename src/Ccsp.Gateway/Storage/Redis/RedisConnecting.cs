using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>The only place that opens connections.</summary>
internal static class RedisConnecting
{
    /// <summary>
    /// Connects within a time limit. The library keeps trying as long as a connection is open, so one that comes too late is closed.
    /// </summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions configuration, TimeSpan patience, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var making = ConnectionMultiplexer.ConnectAsync(configuration);
        try
        {
            return await making.WaitAsync(patience, time, cancellationToken);
        }
        catch
        {
            _ = making.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw;
        }
    }

    public static ConfigurationOptions ToServers(RedisOptions options, IReadOnlyList<string> endpoints, string name)
    {
        var configuration = new ConfigurationOptions
        {
            ClientName = name,
            User = options.User,
            Password = options.Password,
            Ssl = options.Tls,
            DefaultDatabase = options.Database,
            AbortOnConnectFail = false,
            // The library's internal counters mean nothing to an operator.
            IncludeDetailInExceptions = false,
            // Needed for INFO and CONFIG GET, which describe how the server treats its data.
            AllowAdmin = true,
            // Retries are decided here, where the remaining time is known.
            BacklogPolicy = BacklogPolicy.FailFast,
            ConnectTimeout = 1_000,
            ConnectRetry = 1,
            SyncTimeout = 2_000,
            KeepAlive = 5,
            // Interval at which the library checks whether a server is a primary again; until then it does not write to it.
            ConfigCheckSeconds = 2,
        };
        foreach (var endpoint in endpoints)
            configuration.EndPoints.Add(endpoint);
        return configuration;
    }

    /// <summary>Sentinels have their own credentials.</summary>
    public static ConfigurationOptions ToSentinel(RedisOptions options, string sentinel) => new()
    {
        EndPoints = { sentinel },
        User = options.SentinelUser,
        Password = options.SentinelPassword,
        Ssl = options.Tls,
        AbortOnConnectFail = false,
        ConnectTimeout = 1_000,
        ConnectRetry = 1,
        TieBreaker = "",
        CommandMap = CommandMap.Sentinel,
    };
}
