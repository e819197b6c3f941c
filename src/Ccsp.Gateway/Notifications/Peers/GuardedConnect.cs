using System.Net;
using System.Net.Sockets;

namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>
/// Connects only to public addresses, or to hosts the operator allowed by name. The check applies to the resolved address to which the
/// connection is then made, so DNS rebinding gains nothing.
/// </summary>
/// <param name="allowed">Hosts and addresses that may be private, compared as written.</param>
/// <param name="patience">Limit for resolving and connecting together.</param>
internal sealed class GuardedConnect(IReadOnlyCollection<string> allowed, TimeSpan patience)
{
    /// <exception cref="PeerFailure">The address is not allowed or unreachable.</exception>
    public async ValueTask<Stream> ToAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            var addresses = await ResolveAsync(host, limit.Token);
            return await ConnectAsync(addresses, port, limit.Token);
        }
        catch (SocketException ex)
        {
            throw new PeerFailure($"{host}:{port} cannot be reached: {ex.SocketErrorCode}", cause: ex);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PeerFailure($"{host}:{port} cannot be reached within {patience.TotalSeconds:0.#} s", cause: ex);
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var bare = host is ['[', .. var inner, ']'] ? inner : host;
        var addresses = IPAddress.TryParse(bare, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (allowed.Contains(bare, StringComparer.OrdinalIgnoreCase))
            return addresses;
        var usable = addresses.Where(PublicAddress.Is).ToArray();
        return usable.Length > 0
            ? usable
            : throw new PeerFailure($"{host} is not a public address; add it to notify.allowTargets if notifications may go there");
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
