using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>
/// What a server permanently refuses this gateway: its password, a command, or keys. Nothing is retried, and the message says what is
/// refused and how to fix it.
/// </summary>
internal static partial class RedisRefusal
{
    /// <summary>The servers' message when they refuse a command of a script, without naming it.</summary>
    private const string InScript = "The user executing the script can't run this command";

    /// <returns>Null: another kind of failure. Contains no secret; the same refusal always has the same text.</returns>
    public static string? Of(Exception? exception, RedisOptions options)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is RedisServerException server && Of(server, options) is { } text)
                return $"Redis at {options} {text}";
        }

        return null;
    }

    private static string? Of(RedisServerException server, RedisOptions options)
    {
        var user = options.User ?? "default";
        if (IsA(server, RedisErrorKind.WrongPass, "WRONGPASS"))
            return $"refuses the password of its user '{user}': it was changed, or the user is disabled. Give store.redis.password the new "
                + "one and restart this gateway, or set the old one again on the server.";
        if (IsA(server, RedisErrorKind.NoAuth, "NOAUTH"))
            return options.Password is null
                ? "asks for a password, and this gateway has none. Set store.redis.password and restart it."
                : $"does not take the password of its user '{user}'. Give store.redis.password the right one and restart this gateway.";
        if (server.Message.Contains(InScript, StringComparison.Ordinal))
            return $"forbids its user '{user}' a command that scripts of this gateway need; redis-cli ACL LOG 1 names it. "
                + $"Allow it: redis-cli ACL SETUSER {user} +@all";
        if (IsA(server, RedisErrorKind.NoPermission, "NOPERM"))
            return Forbidden(server.Message, user);
        if (Unknown().Match(server.Message) is { Success: true } unknown)
            return $"does not have the command '{unknown.Groups["command"].Value.ToLowerInvariant()}': it was renamed or disabled. Take "
                + "its rename-command out of redis.conf.";
        return RedisTroubles.Says(server, "DENIED")
            ? "is in protected mode and takes no connection from another machine. Give it a password, and store.redis.password the same."
            : null;
    }

    private static string Forbidden(string message, string user)
    {
        if (Command().Match(message) is { Success: true } command && command.Groups["command"].Value != "publish")
        {
            var name = command.Groups["command"].Value;
            return $"forbids its user '{user}' the command '{name}'. Allow it: redis-cli ACL SETUSER {user} +{name}";
        }

        return message.Contains("channel", StringComparison.Ordinal) || message.Contains("'publish'", StringComparison.Ordinal)
            ? Channels(user)
            : $"forbids its user '{user}' the keys of this store. Allow them: redis-cli ACL SETUSER {user} '~*'";
    }

    /// <summary>The server does not tell which of the two permissions is missing.</summary>
    private static string Channels(string user) =>
        $"forbids its user '{user}' the channels of this store. Allow them: redis-cli ACL SETUSER {user} +publish +subscribe '&*'";

    private static bool IsA(RedisServerException server, RedisErrorKind kind, string code) =>
        server.Kind == kind || RedisTroubles.Says(server, code);

    [GeneratedRegex("'(?<command>[a-zA-Z|_-]+)' command")]
    private static partial Regex Command();

    [GeneratedRegex("^(?:SimpleError: )?ERR unknown command [`'](?<command>[a-zA-Z_-]+)[`']")]
    private static partial Regex Unknown();
}
