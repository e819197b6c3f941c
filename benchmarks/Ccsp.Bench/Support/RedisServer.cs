using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ccsp.Bench.Support;

/// <summary>A redis-server in a folder of its own that flushes its log every second.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Child child;

    private RedisServer(Child child, int port) => (this.child, Port) = (child, port);

    public int Port { get; }

    public static async Task<RedisServer> StartAsync(string folder, CancellationToken stop)
    {
        var port = FreePort();
        string[] arguments = ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
        var (child, _) = await Child.StartAsync("redis-server", arguments, new Dictionary<string, string>(), folder, "Ready to accept connections", stop);
        return new RedisServer(child, port);
    }

    /// <summary>One number of what it tells of itself.</summary>
    public async Task<double> InfoAsync(string section, string name)
    {
        var lines = (await Child.OutputAsync("redis-cli", ["-p", $"{Port}", "INFO", section], new Dictionary<string, string>(), CancellationToken.None)).Split('\n', StringSplitOptions.TrimEntries);
        return double.Parse(lines.Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => child.DisposeAsync();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
