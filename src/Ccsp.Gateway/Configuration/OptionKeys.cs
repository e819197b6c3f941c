using Ccsp.Contracts;
using static Ccsp.Gateway.Configuration.ValueKind;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Every key there is. What stands here is known to the file, the environment, <c>config show</c> and “did you mean” alike.
/// </summary>
internal static partial class OptionKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
        [
            .. General, .. Store, .. Engines, .. Profiles, .. Times, .. Sessions, .. Queueing, .. Limits, .. Emergency, .. Notifying,
            .. Surroundings,
        ];

    private static IEnumerable<OptionKey> General =>
    [
        Key("listen", Text("an address such as 127.0.0.1:3001", s => ListenAddress.TryParse(s, out _)),
            (o, _) => o.Listen.ToString(),
            (o, _, v) => ListenAddress.TryParse(v, out var address) ? o with { Listen = address } : o),
        Key("dataDir", NonEmpty("a directory"), (o, _) => o.DataDir, (o, _, v) => o with { DataDir = v }, PathPart.Folder),
        Key("logDir", NonEmpty("a directory"), (o, _) => o.LogDir, (o, _, v) => o with { LogDir = v }, PathPart.Folder),
        Key("maxConcurrent", Whole(1, 1000), (o, _) => o.MaxConcurrent, (o, _, v) => o with { MaxConcurrent = v }),
        Key("queueSize", Whole(1, 100_000_000), (o, _) => o.Queue.Size, (o, _, v) => o with { Queue = o.Queue with { Size = v } }),
    ];

    private static IEnumerable<OptionKey> Store =>
    [
        Key(
            "store.kind", Choice("sqlite", "redis"), (o, _) => o.Store.IsShared ? "redis" : "sqlite",
            (o, _, v) => o with { Store = o.Store with { Kind = v } }),
        Key("store.redis.host", NonEmpty("a host name or address"),
            (o, _) => o.Store.RedisHost, (o, _, v) => o with { Store = o.Store with { RedisHost = v } }),
        Key(
            "store.redis.port", Whole(1, 65535), (o, _) => o.Store.RedisPort,
            (o, _, v) => o with { Store = o.Store with { RedisPort = v } }),
        Key("store.redis.database", Whole(0, 1_000_000),
            (o, _) => o.Store.RedisDatabase, (o, _, v) => o with { Store = o.Store with { RedisDatabase = v } }),
        Key("store.redis.tls", Flag, (o, _) => o.Store.RedisTls, (o, _, v) => o with { Store = o.Store with { RedisTls = v } }),
        Key("store.redis.nodes", Text("host:port, several with commas between", s => s.Split(',').All(IsHostAndPort)),
            (o, _) => o.Store.RedisNodes.Count == 0 ? null : string.Join(',', o.Store.RedisNodes),
            (o, _, v) => o with { Store = o.Store with { RedisNodes = v.Split(',') } }),
        Key("store.redis.sentinelMaster", NonEmpty("the name the sentinels know the primary by"),
            (o, _) => o.Store.SentinelMaster, (o, _, v) => o with { Store = o.Store with { SentinelMaster = v } }),
        Key(
            "store.redis.name",
            Text("letters, digits and hyphens", s => s.Length is > 0 and <= 64 && s.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')),
            (o, _) => o.Store.Name, (o, _, v) => o with { Store = o.Store with { Name = v } }),
        Key("store.redis.shards", Whole(1, 256), (o, _) => o.Store.Shards, (o, _, v) => o with { Store = o.Store with { Shards = v } }),
        Key("store.durability", Choice([.. Words<Durability>.All]),
            (o, _) => o.Store.Durability is { } wished ? Words<Durability>.Of(wished) : null,
            (o, _, v) => o with { Store = o.Store with { Durability = Words<Durability>.TryParse(v, out var wished) ? wished : null } }),
        SecretKey("store.redis.url", o => o.Store.RedisUrl, (o, v) => o with { Store = o.Store with { RedisUrl = v } }),
        Key("store.redis.user", NonEmpty("a name of the server's access control list"),
            (o, _) => o.Store.RedisUser, (o, _, v) => o with { Store = o.Store with { RedisUser = v } }),
        SecretKey("store.redis.password", o => o.Store.RedisPassword, (o, v) => o with { Store = o.Store with { RedisPassword = v } }),
        Key("store.redis.sentinelUser", NonEmpty("a name of the sentinels' access control list"),
            (o, _) => o.Store.SentinelUser, (o, _, v) => o with { Store = o.Store with { SentinelUser = v } }),
        SecretKey(
            "store.redis.sentinelPassword", o => o.Store.SentinelPassword,
            (o, v) => o with { Store = o.Store with { SentinelPassword = v } }),
    ];

    private static IEnumerable<OptionKey> Surroundings =>
    [
        Key("roots.workingDirectories", List("a list of absolute directories", p => p.StartsWith('/')),
            (o, _) => o.WorkingDirectoryRoots, (o, _, v) => o with { WorkingDirectoryRoots = v }, PathPart.Items),
        Key("log.keepDays", Whole(1, 3650), (o, _) => o.Log.KeepDays, (o, _, v) => o with { Log = o.Log with { KeepDays = v } }),
        Key(
            "log.totalMegabytes", Whole(1, 1_000_000), (o, _) => o.Log.TotalMegabytes,
            (o, _, v) => o with { Log = o.Log with { TotalMegabytes = v } }),
        Key(
            "log.fileMegabytes", Whole(1, 100_000), (o, _) => o.Log.FileMegabytes,
            (o, _, v) => o with { Log = o.Log with { FileMegabytes = v } }),
        Key("log.level", Choice("trace", "debug", "info", "warn", "error"), (o, _) => o.LogLevel, (o, _, v) => o with { LogLevel = v }),
        Key("dialect.enabled", Flag, (o, _) => o.LegacyRedisApiEnabled, (o, _, v) => o with { LegacyRedisApiEnabled = v }),
        Key("api.allowRemote", Flag, (o, _) => o.AllowRemote, (o, _, v) => o with { AllowRemote = v }),
        Key("cluster.url", Text("an http or https address", IsWebAddress), (o, _) => o.ClusterUrl, (o, _, v) => o with { ClusterUrl = v }),
    ];

    private static bool IsHostAndPort(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && ushort.TryParse(text.AsSpan(colon + 1), out _);

    private static OptionKey<T> Key<T>(
        string pattern,
        ValueKind<T> kind,
        Func<GatewayOptions, IReadOnlyList<string>, T?> get,
        Func<GatewayOptions, IReadOnlyList<string>, T, GatewayOptions> set,
        PathPart path = PathPart.None) => new(pattern, kind, get, set) { Path = path };

    private static OptionKey<Secret> SecretKey(
        string pattern, Func<GatewayOptions, Secret?> get, Func<GatewayOptions, Secret, GatewayOptions> set) =>
        new(pattern, ValueKind.Secret, (o, _) => get(o), (o, _, v) => set(o, v)) { IsSecret = _ => true };

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
