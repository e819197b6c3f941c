using System.Net;
using System.Net.Sockets;

namespace Ccsp.RedisServers;

/// <summary>
/// Ports nobody listens on. Below 32768, where the system gives none to others by itself; a node of a cluster needs the one 10 000 above
/// too.
/// </summary>
internal static class LoopbackPort
{
    private static readonly Lock Gate = new();
    private static int _next = 12_000 + (Environment.ProcessId * 37 % 9_000);

    public static int Free()
    {
        lock (Gate)
        {
            while (true)
            {
                _next = _next >= 22_000 ? 12_000 : _next + 1;
                if (IsFree(_next) && IsFree(_next + 10_000))
                    return _next;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
