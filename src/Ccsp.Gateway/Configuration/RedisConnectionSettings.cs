using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Configuration;

/// <summary>How to reach the configured Redis, with its secrets looked up.</summary>
internal static class RedisConnectionSettings
{
    /// <exception cref="InvalidOperationException">A secret cannot be had, or is no address of a server.</exception>
    public static RedisOptions Resolve(StoreConfig config)
    {
        var url = config.RedisUrl is { } secret
            ? RedisUrl.Parse(SecretText.Of(secret))
            ?? throw new InvalidOperationException("store.redis.url is no address of the form redis://user:password@host:port/database.")
            : null;
        return new RedisOptions
        {
            Endpoints = url is not null ? [$"{url.Host}:{url.Port}"]
                : config.RedisNodes.Count > 0 ? config.RedisNodes : [$"{config.RedisHost}:{config.RedisPort}"],
            SentinelMaster = config.SentinelMaster,
            User = url?.User ?? config.RedisUser,
            Password = url?.Password ?? (config.RedisPassword is { } password ? SecretText.Of(password) : null),
            SentinelUser = config.SentinelUser,
            SentinelPassword = config.SentinelPassword is { } sentinels ? SecretText.Of(sentinels) : null,
            Tls = url?.Tls ?? config.RedisTls,
            Database = url?.Database ?? config.RedisDatabase,
            Name = config.Name,
            Shards = config.Shards,
        };
    }
}
