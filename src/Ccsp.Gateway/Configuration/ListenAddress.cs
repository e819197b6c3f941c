using System.Globalization;
using System.Net;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// The listen address: <c>127.0.0.1:3001</c>, <c>[::1]:3001</c>, <c>localhost:3001</c>, <c>:3001</c> (loopback). With port 0 the system
/// picks one.
/// </summary>
internal sealed record ListenAddress(string Host, int Port)
{
    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => Host == "localhost" || IPAddress.IsLoopback(IPAddress.Parse(Host));

    /// <summary>Whether it means all addresses of the machine, and so cannot be published.</summary>
    public bool IsWildcard =>
        Host != "localhost" && IPAddress.Parse(Host) is var host && (host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any));

    public static bool TryParse(string text, out ListenAddress address)
    {
        address = new("127.0.0.1", 0);
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        var host = text[..colon];
        if (host.Length == 0)
            host = "127.0.0.1";
        var bare = host is ['[', .. var inner, ']'] ? inner : host;
        var isIPv6 = bare.Contains(':', StringComparison.Ordinal);
        if (host != "localhost" && (!IPAddress.TryParse(bare, out _) || isIPv6 == (bare.Length == host.Length)))
            return false;
        address = new(bare, port);
        return true;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
