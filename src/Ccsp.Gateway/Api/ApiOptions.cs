using System.Net;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Gateway.Api;

/// <summary>Where the API listens and what it takes.</summary>
internal sealed record ApiOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public string Listen { get; init; } = "127.0.0.1:3001";

    /// <summary>
    /// Allows an address other machines can reach. Off by default: whoever has a key runs programs as the gateway's user.
    /// </summary>
    public bool AllowRemote { get; init; }

    /// <summary>
    /// Where other gateways reach this one; with <see cref="AllowRemote"/> its host is answered for, also behind a proxy on this machine.
    /// </summary>
    public string? ClusterUrl { get; init; }

    /// <summary>Bytes of one request body. A prompt of 10 MiB fits also when a good part of it is escaped.</summary>
    public long BodyBytes { get; init; } = 16 << 20;

    public int HeaderTimeoutSeconds { get; init; } = 10;

    /// <summary>Between two signs of life on a silent event stream.</summary>
    public int KeepAliveSeconds { get; init; } = 15;

    /// <summary>Reads <see cref="Listen"/>: <c>127.0.0.1:3001</c>, <c>[::1]:3001</c>, <c>localhost:3001</c>.</summary>
    /// <exception cref="FormatException">It is no address, or one that other machines can reach without
    /// <see cref="AllowRemote"/>.</exception>
    public IPEndPoint EndPoint()
    {
        if (!ListenAddress.TryParse(Listen, out var address))
            throw new FormatException($"listen: '{Listen}' is no address with a port. An example is 127.0.0.1:3001.");
        if (!address.IsLoopback && !AllowRemote)
            throw new FormatException(
                $"listen: {Listen} can be reached from other machines. Use 127.0.0.1:{address.Port}, or set api.allowRemote where a "
                + "firewall or a proxy with TLS stands before it.");
        return new IPEndPoint(address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host), address.Port);
    }
}
