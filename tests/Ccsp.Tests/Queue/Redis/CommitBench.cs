using System.Text;
using System.Text.RegularExpressions;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>The commit script on a server of its own, for batches made by hand.</summary>
internal sealed partial class CommitBench : IAsyncDisposable
{
    private readonly RedisServer _server;
    private readonly ChaosProxy _proxy;
    private readonly RedisLink _link;
    private readonly Feed _feed;
    private readonly CommitPump _pump;

    private CommitBench(RedisServer server, ChaosProxy proxy, RedisLink link)
    {
        (_server, _proxy, _link) = (server, proxy, link);
        var clock = new RedisClock(TimeProvider.System);
        _feed = new Feed(link, Keys, new EventReads(link, Keys), new EventHub(), clock, NullLogger.Instance);
        _pump = new CommitPump(link, Keys, _feed, clock, toReplica: false, life: "", wentBack: () => { });
    }

    public static QueueKeys Keys { get; } = new("bench", 1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<CommitBench> StartAsync()
    {
        var server = await RedisServer.StartAsync();
        var proxy = new ChaosProxy(server.Port);
        var link = await RedisLink.OpenAsync(new RedisOptions { Endpoints = [proxy.Endpoint] }, TimeProvider.System,
            NullLogger.Instance, Stop);
        return new CommitBench(server, proxy, link);
    }

    public static RedisKey Key(string name) => Keys.Beside($"bench:{name}");

    public Task<Commit> CommitAsync(GuardedBatch batch) => _pump.CommitAsync(batch, null, Stop);

    /// <summary>Commits them in order, in one call: both senders of the pump are busy while the batches come.</summary>
    public async Task<IReadOnlyList<Commit>> TogetherAsync(params GuardedBatch[] batches)
    {
        await CommitAsync(Busy());
        var (answered, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        _proxy.Answering = async piece =>
        {
            if (CommitAnswer().IsMatch(Encoding.ASCII.GetString(piece.Span)) && answered.TrySetResult())
                await released.Task;
            return true;
        };
        var first = CommitAsync(Busy());
        await answered.Task;
        var held = Held.At(_proxy, "EVALSHA");
        var second = CommitAsync(Busy());
        await held.Reached;
        var together = batches.Select(CommitAsync).ToList();
        released.SetResult();
        await first;
        held.Release();
        await second;
        return await Task.WhenAll(together);
    }

    public Task<string> AskAsync(params string[] command) => _server.CommandAsync(command);

    public async ValueTask DisposeAsync()
    {
        await _pump.DisposeAsync();
        await _feed.DisposeAsync();
        await _link.DisposeAsync();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static GuardedBatch Busy()
    {
        var batch = new GuardedBatch();
        batch.Add(Key("busy"), "n", 1);
        return batch;
    }

    /// <summary>Begins with the server's time in milliseconds.</summary>
    [GeneratedRegex(@"\$\d+\r\n\d{13} ")]
    private static partial Regex CommitAnswer();
}
