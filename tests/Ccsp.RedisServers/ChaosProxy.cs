using System.Net;
using System.Net.Sockets;

namespace Ccsp.RedisServers;

/// <summary>Stands between a client and a server on loopback and does to their connections what networks do.</summary>
internal sealed class ChaosProxy : IAsyncDisposable
{
    private const int Chunk = 16 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly int target;
    private readonly Lock gate = new();
    private readonly HashSet<TcpClient> open = [];
    private readonly Task accepting;
    private TaskCompletionSource passes = Completed();
    private volatile bool refuses;

    public ChaosProxy(int target)
    {
        this.target = target;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
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
        refuses = true;
        Reset();
    }

    /// <summary>Resets all connections; new ones pass.</summary>
    public void Reset()
    {
        List<TcpClient> all;
        lock (gate)
        {
            all = [.. open];
            open.Clear();
        }

        foreach (var one in all)
            Abort(one);
    }

    /// <summary>Connections stay open, and new ones are accepted, but nothing passes any more.</summary>
    public void Silence()
    {
        lock (gate)
            passes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Everything passes again, what was held back too.</summary>
    public void Heal()
    {
        refuses = false;
        lock (gate)
            passes.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        Reset();
        await accepting;
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(closing.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            if (refuses)
                Abort(client);
            else
                _ = JoinAsync(client);
        }
    }

    private async Task JoinAsync(TcpClient client)
    {
        var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        lock (gate)
            open.UnionWith([client, server]);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target, closing.Token);
            await Task.WhenAny(PassAsync(client, server, () => Asking), PassAsync(server, client, () => Answering));
        }
        catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone; the other is told below.
        }

        lock (gate)
            open.ExceptWith([client, server]);
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
                closing.Token) is > 0 and var length)
            {
                if (Latency > TimeSpan.Zero)
                    await Task.Delay(Latency, closing.Token);
                if (BytesPerSecond is { } rate)
                    await Task.Delay(TimeSpan.FromSeconds((double)length / rate), closing.Token);
                await Passes().WaitAsync(closing.Token);
                if (asked() is { } ask && !await ask(piece.AsMemory(0, length)))
                    return;
                await to.GetStream().WriteAsync(piece.AsMemory(0, length), closing.Token);
            }
        }
        catch (Exception broken) when (
            broken is SocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone; whoever joined them ends the other.
        }
    }

    private Task Passes()
    {
        lock (gate)
            return passes.Task;
    }

    private static void Abort(TcpClient one)
    {
        if (one.Client is { } socket)
            socket.LingerState = new LingerOption(true, 0);
        one.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
