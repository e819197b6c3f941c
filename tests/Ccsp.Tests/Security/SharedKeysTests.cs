using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Security;

/// <summary>Keys of other instances: asked for once for all who wait, and no longer than it takes.</summary>
public sealed class SharedKeysTests
{
    private const string Key = "ccsp_key-of-another-instance";

    [Fact(Timeout = 30_000)]
    public async Task All_who_bring_an_unknown_key_wait_for_one_question()
    {
        var book = new Book();
        var store = new ApiKeyStore([], book);
        var asking = Enumerable.Range(0, 10)
            .Select(_ => store.FindAnywhereAsync(Key.AsMemory(), TestContext.Current.CancellationToken).AsTask()).ToList();
        book.Answer.SetResult([new StoredKey("local", ApiKeyStore.HashOf(Key), SampleTasks.Noon)]);
        Assert.All(await Task.WhenAll(asking), caller => Assert.Equal("local", caller?.Name));
        Assert.Null(await store.FindAnywhereAsync("ccsp_nobodys-key-at-all".AsMemory(), TestContext.Current.CancellationToken));
        Assert.Equal(1, book.Asked);
        Assert.Equal("local", store.Find(Key)?.Name);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_store_in_trouble_fails_all_of_them_at_once()
    {
        var book = new Book();
        var store = new ApiKeyStore([], book);
        var asking = Enumerable.Range(0, 10)
            .Select(_ => store.FindAnywhereAsync(Key.AsMemory(), TestContext.Current.CancellationToken).AsTask()).ToList();
        book.Answer.SetException(new StoreUnavailable("It does not answer."));
        foreach (var one in asking)
            await Assert.ThrowsAsync<StoreUnavailable>(() => one);
        Assert.Equal(1, book.Asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task Own_keys_ask_nobody()
    {
        var book = new Book();
        var store = new ApiKeyStore([new StoredKey("local", ApiKeyStore.HashOf(Key), SampleTasks.Noon)], book);
        Assert.Equal("local", (await store.FindAnywhereAsync(Key.AsMemory(), TestContext.Current.CancellationToken))?.Name);
        Assert.Equal(0, book.Asked);
    }

    private sealed class Book : ISharedApiKeys
    {
        public TaskCompletionSource<IReadOnlyList<StoredKey>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Asked { get; private set; }

        public Task PutAsync(string instanceId, IReadOnlyList<StoredKey> keys, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<StoredKey>> AllAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return Answer.Task;
        }
    }
}
