using System.Net.Sockets;
using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>Which failures are temporary, and how to handle them.</summary>
internal static class RedisTroubles
{
    /// <summary>The server is starting, busy, failing over, or moving slots.</summary>
    private static readonly string[] Passing =
        ["LOADING", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "READONLY", "MASTERDOWN", "MISCONF", "NOREPLICAS", "MOVED", "ASK"];

    private static readonly string[] NoWrites = ["READONLY", "MISCONF", "NOREPLICAS"];

    /// <summary>The server is no longer the primary.</summary>
    private static readonly string[] Moved = ["READONLY", "MASTERDOWN"];

    public static bool IsPassing(Exception exception) => exception switch
    {
        RedisServerException server => Array.Exists(Passing, code => Says(server, code)),
        RedisConnectionException or RedisTimeoutException or TimeoutException or SocketException or ObjectDisposedException or NoPrimary =>
            true,
        // A connection closed during a command.
        TaskCanceledException { CancellationToken.IsCancellationRequested: false } => true,
        _ => false,
    };

    /// <summary>The server may answer reads but accepts no writes.</summary>
    public static bool RefusesWrites(Exception exception, IConnectionMultiplexer peer) => exception switch
    {
        RedisServerException server => Array.Exists(NoWrites, code => Says(server, code)),
        RedisConnectionException =>
            Array.FindAll(peer.GetServers(), server => server.IsConnected) is { Length: > 0 } servers
                && Array.TrueForAll(servers, server => server.IsReplica),
        _ => false,
    };

    /// <param name="exception">A temporary one.</param>
    /// <param name="mayMove">Whether another server may be the primary by now; the broken connection would only try the old one
    /// again.</param>
    public static bool NeedsNewConnection(Exception exception, bool mayMove) =>
        exception is RedisTimeoutException or TimeoutException or ObjectDisposedException or NoPrimary
        || (mayMove && exception is RedisConnectionException)
        || (exception is RedisServerException server && Array.Exists(Moved, code => Says(server, code)));

    /// <summary>
    /// Whether a server error has this code. From Redis 7 on a refused command of a script has its own code; older versions embed it in the
    /// script's error.
    /// </summary>
    public static bool Says(RedisServerException error, string code) =>
        error.Message.StartsWith(code, StringComparison.Ordinal)
        || (error.Message.StartsWith("ERR Error running script", StringComparison.Ordinal)
        && error.Message.Contains($" -{code} ", StringComparison.Ordinal));
}
