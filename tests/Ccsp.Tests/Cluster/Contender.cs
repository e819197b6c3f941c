using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Cluster;

/// <summary>One of several instances on a real redis-server that may lead, with a clock of its own for its lease.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private const string LeaseKey = "{ccsp:ccsp:0}:leader";

    private readonly RedisServer _server;
    private readonly RedisLink _link;

    private Contender(RedisServer server, RedisLink link, RedisTaskStore store, string id)
    {
        (_server, _link, Store) = (server, link, store);
        Leader = new Leader(link, id, Clock, NullLogger<Leader>.Instance);
    }

    public TestClock Clock { get; } = new();

    public Leader Leader { get; }

    public RedisTaskStore Store { get; }

    public IRecordStore Records => new RecordStore(Store.Records, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Contender> JoinAsync(RedisServer server, string id)
    {
        var link = await RedisLink.OpenAsync(
            new RedisOptions { Endpoints = [server.Endpoint] }, TimeProvider.System, NullLogger.Instance, Stop);
        return new Contender(server, link, await RedisStores.OpenAsync(link, link.Options.Name), id);
    }

    public Task AskAsync() => Leader.RunOnceAsync(Clock.GetUtcNow(), Stop);

    /// <summary>Takes the lease as if that of the other had run out, which the other does not know yet.</summary>
    public async Task<LeaderTerm> TakeOverAsync()
    {
        await _server.CommandAsync("DEL", LeaseKey);
        await AskAsync();
        return await Leader.Terms.ReadAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        Leader.Dispose();
        await Store.DisposeAsync();
        await _link.DisposeAsync();
    }
}
