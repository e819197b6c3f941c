using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>The one place where connections are made.</summary>
internal static class RedisConnecting
{
    /// <summary>Within a time. The library goes on trying for as long as a connection is open, so one that comes too late is
    /// closed.</summary>
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
            // Counters of the library's own insides tell an operator nothing.
            IncludeDetailInExceptions = false,
            // Without it the library refuses INFO and CONFIG GET, which say what the server does with its data.
            AllowAdmin = true,
            // Whether a call is made again is decided here, where the time it has left is known.
            BacklogPolicy = BacklogPolicy.FailFast,
            ConnectTimeout = 1_000,
            ConnectRetry = 1,
            SyncTimeout = 2_000,
            KeepAlive = 5,
            // Whether a server is a primary again is asked only so often; until then nothing is written to it.
            ConfigCheckSeconds = 2,
        };
        foreach (var endpoint in endpoints)
            configuration.EndPoints.Add(endpoint);
        return configuration;
    }

    /// <summary>Sentinels have names and passwords of their own.</summary>
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
