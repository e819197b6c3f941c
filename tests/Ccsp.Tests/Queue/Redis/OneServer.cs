using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>A redis-server of its own, without persistence, for stores that come and go.</summary>
public sealed class OneServer : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Process process;
    private readonly List<RedisLink> links = [];

    public OneServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var start = new ProcessStartInfo("redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.Path]) { RedirectStandardOutput = true };
#pragma warning disable RS0030 // A server of the test's own.
        process = Process.Start(start)!;
#pragma warning restore RS0030
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept", StringComparison.Ordinal))
        {
        }
    }

    public int Port { get; }

    /// <summary>A room that nobody has been in.</summary>
    internal RedisRoom Room()
    {
        var link = LinkAsync().GetAwaiter().GetResult();
        links.Add(link);
        return new RedisRoom(link, $"room-{links.Count}");
    }

    internal Task<RedisLink> LinkAsync() => RedisLink.OpenAsync(new RedisOptions { Endpoints = [$"127.0.0.1:{Port}"] }, TimeProvider.System, NullLogger.Instance, default);

    public void Dispose()
    {
        foreach (var link in links)
            link.DisposeAsync().AsTask().GetAwaiter().GetResult();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }
}
