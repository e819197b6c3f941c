using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.RedisServers;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Cluster;

/// <summary>One of several instances on a real redis-server that may lead, with a clock of its own for its lease.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private readonly RedisServer _server;
    private readonly Writer _writer;

    private Contender(RedisServer server, Writer writer, string id)
    {
        (_server, _writer) = (server, writer);
        Leader = new Leader(writer.Link, id, Clock, NullLogger<Leader>.Instance);
    }

    public TestClock Clock { get; } = new();

    public Leader Leader { get; }

    public RedisTaskStore Store => _writer.Store;

    public IRecordStore Records => new RecordStore(Store.Records, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Contender> JoinAsync(RedisServer server, string id) => new(server, await Writer.OpenAsync(server), id);

    public Task AskAsync() => Leader.RunOnceAsync(Clock.GetUtcNow(), Stop);

    /// <summary>Nobody leads, and nobody knows it yet.</summary>
    public static Task LoseLeaseAsync(RedisServer server) => server.CommandAsync("DEL", Writer.Keys.Leader.ToString());

    /// <summary>Takes the lease as if that of the other had run out, which the other does not know yet.</summary>
    public async Task<LeaderTerm> TakeOverAsync()
    {
        await LoseLeaseAsync(_server);
        await AskAsync();
        return await Leader.Terms.ReadAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        Leader.Dispose();
        await _writer.DisposeAsync();
    }
}
