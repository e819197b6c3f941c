using System.Net.Sockets;
using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>Which failures pass by themselves, and what is to be done meanwhile.</summary>
internal static class RedisTroubles
{
    /// <summary>The server is starting, full of work, between two primaries, or moving slots.</summary>
    private static readonly string[] Passing =
        ["LOADING", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "READONLY", "MASTERDOWN", "MISCONF", "NOREPLICAS", "MOVED", "ASK"];

    private static readonly string[] NoWrites = ["READONLY", "MISCONF", "NOREPLICAS"];

    /// <summary>The server is not the primary any more.</summary>
    private static readonly string[] Moved = ["READONLY", "MASTERDOWN"];

    public static bool IsPassing(Exception problem) => problem switch
    {
        RedisServerException server => Array.Exists(Passing, word => Says(server, word)),
        RedisConnectionException or RedisTimeoutException or TimeoutException or SocketException or ObjectDisposedException or NoPrimary =>
            true,
        // A connection closed under a command.
        TaskCanceledException { CancellationToken.IsCancellationRequested: false } => true,
        _ => false,
    };

    /// <summary>The server may answer reads and takes no writes.</summary>
    public static bool RefusesWrites(Exception problem, IConnectionMultiplexer peer) => problem switch
    {
        RedisServerException server => Array.Exists(NoWrites, word => Says(server, word)),
        RedisConnectionException =>
            Array.FindAll(peer.GetServers(), server => server.IsConnected) is { Length: > 0 } servers
                && Array.TrueForAll(servers, server => server.IsReplica),
        _ => false,
    };

    /// <param name="problem">A passing one.</param>
    /// <param name="mayMove">Another server may be the primary by now, and a broken connection would only try the old one again.</param>
    public static bool NeedsNewConnection(Exception problem, bool mayMove) =>
        problem is RedisTimeoutException or TimeoutException or ObjectDisposedException or NoPrimary
        || (mayMove && problem is RedisConnectionException)
        || (problem is RedisServerException server && Array.Exists(Moved, word => Says(server, word)));

    /// <summary>
    /// Whether a server's error has this code. What refuses a command of a script comes with its own code from Redis 7 on, and in the
    /// middle of the script's error before.
    /// </summary>
    public static bool Says(RedisServerException error, string code) =>
        error.Message.StartsWith(code, StringComparison.Ordinal)
        || (error.Message.StartsWith("ERR Error running script", StringComparison.Ordinal)
        && error.Message.Contains($" -{code} ", StringComparison.Ordinal));
}
