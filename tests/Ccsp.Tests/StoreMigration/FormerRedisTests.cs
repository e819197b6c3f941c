using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.StoreMigration;
using Ccsp.RedisServers;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

/// <summary>An RDB of a redis-server.</summary>
public sealed class FormerRedisTests : FormerStoreTests, IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisLink _link = null!;
    private List<(RedisKey Key, byte[] Content)> _sample = [];

    private protected override string Sample => "dump.rdb";

    private protected override IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { ["REDIS_URL"] = $"redis://{_server.Endpoint}" };

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        await _server.KillAsync();
        await File.WriteAllBytesAsync(Path.Combine(_server.Folder, Sample), Unpacked(Sample));
        await _server.StartAgainAsync();
        await _server.CommandAsync("CONFIG", "SET", "appendonly", "yes");
        await _server.CommandAsync("CONFIG", "SET", "appendfsync", "always");
        _link = await RedisLink.OpenAsync(new RedisOptions { Endpoints = [_server.Endpoint] }, TimeProvider.System, NullLogger.Instance,
            TestContext.Current.CancellationToken);
        _sample = await _link.ReadAsync(SampleAsync, CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await _server.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected override async Task RestoreStoreAsync()
    {
        await _server.CommandAsync("FLUSHALL");
        await _link.ReadAsync(
            async db =>
            {
                foreach (var (key, content) in _sample)
                    await db.KeyRestoreAsync(key, content);
                return true;
            },
            CancellationToken.None);
    }

    private protected override async Task<FormerStore> OpenAsync()
    {
        var keys = new QueueKeys("ccsp", 1);
        var store = await RedisTaskStore.OpenAsync(_link, keys, new QueueOptions(), new EventHub(), new RedisClock(TimeProvider.System),
            NullLogger.Instance, CancellationToken.None);
        await RedisCarryOver.RunAsync(_link, keys, store.Records, CancellationToken.None);
        return new FormerStore(store, store.Records, store);
    }

    private static async Task<List<(RedisKey, byte[])>> SampleAsync(IDatabase db)
    {
        List<(RedisKey, byte[])> sample = [];
        foreach (var key in (RedisKey[])(await db.ExecuteAsync("KEYS", "*"))!)
            sample.Add((key, (await db.KeyDumpAsync(key))!));
        return sample;
    }
}
