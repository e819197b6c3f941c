using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Storage.Records;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Security;

/// <summary>Keys of other instances: asked for once for all who wait, and no longer than it takes.</summary>
public sealed class SharedKeysTests
{
    private const string Key = "ccsp_key-of-another-instance";

    [Fact(Timeout = 30_000)]
    public async Task All_who_bring_an_unknown_key_wait_for_one_question()
    {
        var records = new HeldRecords();
        var store = new ApiKeyStore([], new SharedApiKeys(records), new TestClock());
        var asking = Enumerable.Range(0, 10)
            .Select(_ => store.FindAnywhereAsync(Key.AsMemory(), TestContext.Current.CancellationToken).AsTask()).ToList();
        var key = new StoredKey("local", ApiKeyStore.HashOf(Key), SampleTasks.Noon);
        await new SharedApiKeys(records).PutAsync("two", [key], TestContext.Current.CancellationToken);
        records.Answer.SetResult();
        Assert.All(await Task.WhenAll(asking), caller => Assert.Equal("local", caller?.Name));
        Assert.Null(await store.FindAnywhereAsync("ccsp_nobodys-key-at-all".AsMemory(), TestContext.Current.CancellationToken));
        Assert.Equal(1, records.Asked);
        Assert.Equal("local", store.Find(Key)?.Name);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_store_in_trouble_fails_all_of_them_at_once()
    {
        var records = new HeldRecords();
        var store = new ApiKeyStore([], new SharedApiKeys(records));
        var asking = Enumerable.Range(0, 10)
            .Select(_ => store.FindAnywhereAsync(Key.AsMemory(), TestContext.Current.CancellationToken).AsTask()).ToList();
        records.Answer.SetException(new StoreUnavailable("It does not answer."));
        foreach (var one in asking)
            await Assert.ThrowsAsync<StoreUnavailable>(() => one);
        Assert.Equal(1, records.Asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task Own_keys_ask_nobody()
    {
        var records = new HeldRecords();
        var store = new ApiKeyStore([new StoredKey("local", ApiKeyStore.HashOf(Key), SampleTasks.Noon)], new SharedApiKeys(records));
        Assert.Equal("local", (await store.FindAnywhereAsync(Key.AsMemory(), TestContext.Current.CancellationToken))?.Name);
        Assert.Equal(0, records.Asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wrong_key_costs_nobody_here_the_own_one()
    {
        var records = new HeldRecords();
        records.Answer.SetResult();
        var store = new ApiKeyStore([new StoredKey("local", ApiKeyStore.HashOf(Key), SampleTasks.Noon)], new SharedApiKeys(records));
        Assert.Null(await FindAsync(store, "ccsp_nobodys-key-at-all"));
        Assert.Equal(1, records.Asked);
        Assert.Equal("local", store.Find(Key)?.Name);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_store_that_came_back_empty_takes_no_key_from_anybody_and_gets_all_of_them_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await RedisLink.OpenAsync(
            new RedisOptions { Endpoints = [server.Endpoint] }, TimeProvider.System, NullLogger.Instance,
            TestContext.Current.CancellationToken);
        await using var queue = await RedisStores.OpenAsync(link, "access");
        var clock = new TestClock();
        var (one, two) = (On(queue, clock, "key-of-one"), On(queue, clock, "key-of-two"));
        await one.PublishAsync("one", TestContext.Current.CancellationToken);
        await two.PublishAsync("two", TestContext.Current.CancellationToken);
        Assert.NotNull(await FindAsync(two, "key-of-one"));

        await server.CommandAsync("FLUSHALL");
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await FindAsync(two, "key-of-nobody"));
        Assert.NotNull(await FindAsync(two, "key-of-one"));
        clock.Advance(ApiKeyStore.PublishEvery);
        await one.KeepPublishedAsync(TestContext.Current.CancellationToken);
        await two.KeepPublishedAsync(TestContext.Current.CancellationToken);
        // One that has known none of them finds both.
        var three = On(queue, clock, "key-of-three");
        Assert.NotNull(await FindAsync(three, "key-of-one"));
        Assert.NotNull(await FindAsync(three, "key-of-two"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_key_that_was_published_after_the_own_look_is_known_at_once()
    {
        var (records, clock) = (new RecordStore(new MemoryRecordBackend(), TimeProvider.System), new TestClock());
        var (one, two) = (On("key-of-one"), On("key-of-two"));
        await two.KeepPublishedAsync(TestContext.Current.CancellationToken);
        await one.PublishAsync("one", TestContext.Current.CancellationToken);
        Assert.NotNull(await FindAsync(two, "key-of-one"));

        ApiKeyStore On(string key) =>
            new([new StoredKey("local", ApiKeyStore.HashOf(key), SampleTasks.Noon)], new SharedApiKeys(records), clock);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_keys_of_an_instance_the_store_does_not_know_any_more_end_after_a_while()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await RedisLink.OpenAsync(
            new RedisOptions { Endpoints = [server.Endpoint] }, TimeProvider.System, NullLogger.Instance,
            TestContext.Current.CancellationToken);
        await using var queue = await RedisStores.OpenAsync(link, "access");
        var clock = new TestClock();
        await On(queue, clock, "key-of-one").PublishAsync("one", TestContext.Current.CancellationToken);
        var two = On(queue, clock, "key-of-two");
        Assert.NotNull(await FindAsync(two, "key-of-one"));
        await server.CommandAsync("FLUSHALL");
        foreach (var pause in (double[])[2, 70])
        {
            clock.Advance(TimeSpan.FromSeconds(pause));
            await two.KeepPublishedAsync(TestContext.Current.CancellationToken);
        }

        Assert.Null(await FindAsync(two, "key-of-one"));
    }

    private static ApiKeyStore On(RedisTaskStore queue, TestClock clock, string key) => new(
        [new StoredKey("local", ApiKeyStore.HashOf(key), SampleTasks.Noon)],
        new SharedApiKeys(new RecordStore(queue.Records, TimeProvider.System)), clock);

    private static ValueTask<Gateway.Security.Caller?> FindAsync(ApiKeyStore store, string key) =>
        store.FindAnywhereAsync(key.AsMemory(), TestContext.Current.CancellationToken);

    /// <summary>Records that are read when the test lets them.</summary>
    private sealed class HeldRecords : IRecordStore
    {
        private readonly RecordStore _records = new(new MemoryRecordBackend(), TimeProvider.System);

        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Asked { get; private set; }

        public Task<T> WriteAsync<T>(Func<IRecordTransaction, ValueTask<T>> step, CancellationToken cancellationToken) =>
            _records.WriteAsync(step, cancellationToken);

        public async Task<T> ReadAsync<T>(Func<IRecordReader, ValueTask<T>> read, CancellationToken cancellationToken)
        {
            Asked++;
            await Answer.Task;
            return await _records.ReadAsync(read, cancellationToken);
        }
    }
}
