using System.Globalization;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// A server as a URL, <c>redis://user:password@host:port/database</c>, or <c>rediss://</c> for TLS; everything but the host is optional.
/// The scheme is registered with IANA (https://www.iana.org/assignments/uri-schemes/prov/redis).
/// </summary>
internal sealed record RedisUrl(string Host, int Port, string? User, string? Password, int Database, bool Tls)
{
    private const int UsualPort = 6379;

    /// <returns>Null when it is not such an address.</returns>
    public static RedisUrl? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("redis" or "rediss")
            || uri.Host.Length == 0
            || uri.Query.Length > 0)
            return null;
        var path = uri.AbsolutePath.Trim('/');
        if (!int.TryParse(path.Length == 0 ? "0" : path, NumberStyles.None, CultureInfo.InvariantCulture, out var database))
            return null;
        var (user, password) = uri.UserInfo.Split(':', 2) switch
        {
            [var name, var secret] => (Unescaped(name), Unescaped(secret)),
            // As redis-cli reads it: a single part is the password.
            [var secret] => (null, Unescaped(secret)),
            _ => (null, null),
        };
        return new RedisUrl(uri.Host, uri.Port < 0 ? UsualPort : uri.Port, user, password, database, uri.Scheme == "rediss");
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Host}:{Port}/{Database}";

    private static string? Unescaped(string text) => text.Length == 0 ? null : Uri.UnescapeDataString(text);
}
