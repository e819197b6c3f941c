using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Configuration;

/// <summary>Connection settings of the configured Redis, with resolved secrets.</summary>
internal static class RedisConnectionSettings
{
    /// <exception cref="InvalidOperationException">A secret is missing, or is not a server address.</exception>
    public static RedisOptions Resolve(RedisServerOptions config)
    {
        var url = config.Url is { } secret
            ? RedisUrl.Parse(SecretText.Of(secret))
            ?? throw new InvalidOperationException("store.redis.url is no address of the form redis://user:password@host:port/database.")
            : null;
        return new RedisOptions
        {
            Endpoints = url is not null ? [$"{url.Host}:{url.Port}"]
                : config.Nodes is { } nodes ? nodes.Split(',') : [$"{config.Host}:{config.Port}"],
            SentinelMaster = config.SentinelMaster,
            User = url?.User ?? config.User,
            Password = url?.Password ?? (config.Password is { } password ? SecretText.Of(password) : null),
            SentinelUser = config.SentinelUser,
            SentinelPassword = config.SentinelPassword is { } sentinels ? SecretText.Of(sentinels) : null,
            Tls = url?.Tls ?? config.Tls,
            Database = url?.Database ?? config.Database,
            Name = config.Name,
            Shards = config.Shards,
        };
    }
}
