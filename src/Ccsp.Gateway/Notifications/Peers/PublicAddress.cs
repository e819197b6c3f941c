using System.Net;
using System.Net.Sockets;

namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>Whether an address is on the public internet. Any other could be a machine that trusts this one. Pure.</summary>
internal static class PublicAddress
{
    /// <summary>
    /// IPv4 special-purpose networks (RFC 6890 and later): this host, private, carrier-grade NAT, loopback, link-local with cloud metadata,
    /// documentation, multicast, reserved.
    /// </summary>
    private static readonly IPNetwork[] NotPublic4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
                "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Excluded from IPv6 global unicast: protocol assignments with Teredo, documentation, 6to4, segment routing.</summary>
    private static readonly IPNetwork[] NotPublic6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !NotPublic4.Any(network => network.Contains(address)),
            AddressFamily.InterNetworkV6 => Global6.Contains(address) && !NotPublic6.Any(network => network.Contains(address)),
            _ => false,
        };
    }
}
