using System.Net.Sockets;
using Ccsp.Gateway.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Ccsp.Gateway.Hosting;

/// <summary>The address cannot be listened on; the message says why, and how to name another.</summary>
internal sealed class ListenFailed(ListenAddress address, Exception cause)
    : IOException(
        $"The gateway cannot listen on {address}: {Reason(cause)}. Name another address with --listen, CCSP__LISTEN or listen.", cause)
{
    public static bool Is(Exception failure) => failure is SocketException or IOException { InnerException: AddressInUseException };

    private static string Reason(Exception cause) => cause switch
    {
        IOException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "another program listens there",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => $"{Environment.UserName} may not; ports below 1024 are for root",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "this machine has no such address",
        _ => cause.Message.TrimEnd('.'),
    };
}
