using System.Net;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Gateway.Api;

/// <summary>Where the API listens and how large a request may be.</summary>
internal sealed record ApiOptions
{
    /// <summary>Address and port; port 0 picks a free one.</summary>
    public string Listen { get; init; } = "127.0.0.1:3001";

    /// <summary>
    /// Allows an address that other machines can reach. Off by default: anyone with a key can run programs as the gateway's user.
    /// </summary>
    public bool AllowRemote { get; init; }

    /// <summary>
    /// Address under which other gateways reach this one. With <see cref="AllowRemote"/>, requests for its host are accepted, also through
    /// a proxy on this machine.
    /// </summary>
    public string? ClusterUrl { get; init; }

    /// <summary>Largest request body in bytes. A prompt of 10 MiB still fits when much of it is escaped.</summary>
    public long BodyBytes { get; init; } = 16 << 20;

    public int HeaderTimeoutSeconds { get; init; } = 10;

    /// <summary>Seconds between two keep-alive lines on a silent event stream.</summary>
    public int KeepAliveSeconds { get; init; } = 15;

    /// <summary>Reads <see cref="Listen"/>: <c>127.0.0.1:3001</c>, <c>[::1]:3001</c>, <c>localhost:3001</c>.</summary>
    /// <exception cref="FormatException">It is not an address, or other machines can reach it and <see cref="AllowRemote"/> is
    /// off.</exception>
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
