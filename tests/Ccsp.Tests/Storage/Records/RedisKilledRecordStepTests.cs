using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

public sealed class RedisKilledRecordStepTests : KilledRecordStepTests, IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisLink _link = null!;

    private protected override IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { ["REDIS_URL"] = $"redis://{_server.Endpoint}" };

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        await _server.CommandAsync("CONFIG", "SET", "appendonly", "yes");
        await _server.CommandAsync("CONFIG", "SET", "appendfsync", "always");
        _link = await RedisLink.OpenAsync(new RedisOptions { Endpoints = [_server.Endpoint] }, TimeProvider.System, NullLogger.Instance,
            TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await _server.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected override async Task<T> ReadAsync<T>(Func<RecordStore, Task<T>> read)
    {
        await using var store = await RedisTaskStore.OpenAsync(_link, new QueueKeys("ccsp", 1), new QueueOptions(), new EventHub(),
            new RedisClock(TimeProvider.System), NullLogger.Instance, CancellationToken.None);
        return await read(new RecordStore(store.Records, TimeProvider.System));
    }
}
