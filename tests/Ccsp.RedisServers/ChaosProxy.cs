using System.Net;
using System.Net.Sockets;

namespace Ccsp.RedisServers;

/// <summary>Stands between a client and a server on loopback and does to their connections what networks do.</summary>
internal sealed class ChaosProxy : IAsyncDisposable
{
    private const int Chunk = 16 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly int _target;
    private readonly Lock _gate = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly Task _accepting;
    private TaskCompletionSource _passes = Completed();
    private volatile bool _refuses;

    public ChaosProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>Added to every piece, in each direction.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>In each direction of each connection; null: as fast as it goes.</summary>
    public int? BytesPerSecond { get; set; }

    /// <summary>Asked before a piece of a client is passed on; may hold it up. False: the connection is reset instead.</summary>
    public Func<ReadOnlyMemory<byte>, Task<bool>>? Asking { get; set; }

    /// <summary>The same for what the server answers.</summary>
    public Func<ReadOnlyMemory<byte>, Task<bool>>? Answering { get; set; }

    /// <summary>Resets all connections and those to come.</summary>
    public void Cut()
    {
        _refuses = true;
        Reset();
    }

    /// <summary>Resets all connections; new ones pass.</summary>
    public void Reset()
    {
        List<TcpClient> all;
        lock (_gate)
        {
            all = [.. _open];
            _open.Clear();
        }

        foreach (var one in all)
            Abort(one);
    }

    /// <summary>Connections stay open, and new ones are accepted, but nothing passes any more.</summary>
    public void Silence()
    {
        lock (_gate)
            _passes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Everything passes again, what was held back too.</summary>
    public void Heal()
    {
        _refuses = false;
        lock (_gate)
            _passes.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        Reset();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_closing.Token);
            }
            catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            if (_refuses)
                Abort(client);
            else
                _ = JoinAsync(client);
        }
    }

    private async Task JoinAsync(TcpClient client)
    {
        var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        lock (_gate)
            _open.UnionWith([client, server]);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _closing.Token);
            await Task.WhenAny(PassAsync(client, server, () => Asking), PassAsync(server, client, () => Answering));
        }
        catch (Exception ex) when (ex is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone; the other is told below.
        }

        lock (_gate)
            _open.ExceptWith([client, server]);
        Abort(client);
        Abort(server);
    }

    private async Task PassAsync(TcpClient from, TcpClient to, Func<Func<ReadOnlyMemory<byte>, Task<bool>>?> asked)
    {
        var piece = new byte[Chunk];
        try
        {
            while (await from.GetStream().ReadAsync(
                piece.AsMemory(0, BytesPerSecond is { } slow ? Math.Clamp(slow / 10, 1, Chunk) : Chunk),
                _closing.Token) is > 0 and var length)
            {
                if (Latency > TimeSpan.Zero)
                    await Task.Delay(Latency, _closing.Token);
                if (BytesPerSecond is { } rate)
                    await Task.Delay(TimeSpan.FromSeconds((double)length / rate), _closing.Token);
                await Passes().WaitAsync(_closing.Token);
                if (asked() is { } ask && !await ask(piece.AsMemory(0, length)))
                    return;
                await to.GetStream().WriteAsync(piece.AsMemory(0, length), _closing.Token);
            }
        }
        catch (Exception ex) when (
            ex is SocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone; whoever joined them ends the other.
        }
    }

    private Task Passes()
    {
        lock (_gate)
            return _passes.Task;
    }

    /// <summary>Resets it; whoever reads from it may have closed it in the same moment.</summary>
    private static void Abort(TcpClient client)
    {
        try
        {
            if (client.Client is { } socket)
                socket.LingerState = new LingerOption(true, 0);
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        client.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
