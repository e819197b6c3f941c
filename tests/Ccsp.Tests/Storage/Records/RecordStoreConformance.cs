using Ccsp.Gateway.Storage.Records;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

/// <summary>What every record store must do, told once and derived once per store.</summary>
public abstract partial class RecordStoreConformance : IAsyncLifetime
{
    private RecordStore Store { get; set; } = null!;

    private IRecordBackend _backend = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Use(await OpenAsync());

    public abstract ValueTask DisposeAsync();

    /// <summary>An empty store.</summary>
    private protected abstract Task<IRecordBackend> OpenAsync();

    [Fact(Timeout = 30_000)]
    public async Task A_document_is_found_as_it_was_put_and_gone_once_removed()
    {
        Assert.Null(await FindAsync("a"));
        await PutAsync(new Note("a", "home", 5, "água 水 🜂"));
        Assert.Equal(new Note("a", "home", 5, "água 水 🜂"), await FindAsync("a"));
        await PutAsync(new Note("a", "home", 6, "other"));
        Assert.Equal(6, (await FindAsync("a"))!.DueAt);
        await RemoveAsync("a");
        Assert.Null(await FindAsync("a"));
        Assert.Empty(await DueAsync("home"));
        await RemoveAsync("a");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_partition_is_listed_in_its_order_from_either_end_and_within_bounds()
    {
        foreach (var (id, due) in new[] { ("c", 1L), ("a", 3), ("b", 3), ("d", -2), ("e", 9) })
            await PutAsync(new Note(id, "home", due, ""));
        await PutAsync(new Note("x", "work", 2, ""));
        Assert.Equal(["d", "c", "a", "b", "e"], Ids(await DueAsync("home")));
        Assert.Equal(["e", "b", "a", "c", "d"], Ids(await DueAsync("home", descending: true)));
        Assert.Equal(["c", "a", "b"], Ids(await DueAsync("home", from: 1, to: 3)));
        Assert.Equal(["d", "c"], Ids(await DueAsync("home", limit: 2)));
        Assert.Equal(["b", "a"], Ids(await DueAsync("home", to: 3, limit: 2, descending: true)));
        Assert.Equal(["x"], Ids(await DueAsync("work")));
        Assert.Equal(5, await Store.ReadAsync(reader => reader.CountAsync(Note.Kind, Note.Due, "home"), Cancel));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_document_leaves_and_enters_the_lists_that_its_content_says()
    {
        await PutAsync(new Note("a", "home", 1, "x"));
        await PutAsync(new Note("a", "work", 2, "x"));
        Assert.Empty(await DueAsync("home"));
        Assert.Equal(["a"], Ids(await DueAsync("work")));
        await PutAsync(new Note("a", "work", 2, "x", Done: true));
        Assert.Empty(await DueAsync("work"));
        Assert.Equal(1, await Store.ReadAsync(reader => reader.CountAsync(Note.Kind, Note.ByText, "x"), Cancel));
    }

    [Fact(Timeout = 30_000)]
    public async Task Pages_go_through_all_documents_once_in_the_order_of_their_bytes()
    {
        string[] keys = ["A", "a", "b", "é", "\uFFFD", "🜂"];
        foreach (var key in keys.Reverse())
            await PutAsync(new Note(key, "home", 0, ""));
        List<string> seen = [];
        for (string? after = null; ;)
        {
            var page = await Store.ReadAsync(reader => reader.PageAsync(Note.Kind, after, 2), Cancel);
            if (page.Count == 0)
                break;
            seen.AddRange(Ids(page));
            after = seen[^1];
        }

        Assert.Equal(keys, seen);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_step_sees_what_it_has_written_itself()
    {
        await PutAsync(new Note("a", "home", 1, ""));
        await PutAsync(new Note("b", "home", 2, ""));
        await Store.WriteAsync(
            async step =>
            {
                await step.FindAsync(Note.Kind, "a");
                await step.FindAsync(Note.Kind, "c");
                step.Put(Note.Kind, new Note("a", "home", 9, ""));
                step.Put(Note.Kind, new Note("c", "home", 0, ""));
                step.Add(new CounterKey("used"), 7);
                Assert.Equal(9, (await step.FindAsync(Note.Kind, "a"))!.DueAt);
                Assert.Equal(["c", "b"], Ids(await step.RangeAsync(Note.Kind, Note.Due, "home", long.MinValue, long.MaxValue, 2)));
                Assert.Equal(["a", "b", "c"], Ids(await step.PageAsync(Note.Kind, null, 10)));
                Assert.Equal(3, await step.CountAsync(Note.Kind, Note.Due, "home"));
                Assert.Equal(7, await step.CounterAsync(new CounterKey("used")));
                step.Remove(Note.Kind, "a");
                Assert.Equal(["c", "b"], Ids(await step.RangeAsync(Note.Kind, Note.Due, "home", long.MinValue, long.MaxValue, 10)));
                return true;
            },
            Cancel);
        Assert.Equal(["c", "b"], Ids(await DueAsync("home")));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_write_of_what_the_step_has_not_read_cannot_be_expressed()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.WriteAsync(
            step =>
            {
                step.Put(Note.Kind, new Note("a", "home", 1, ""));
                return ValueTask.FromResult(true);
            },
            Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.WriteAsync(
            step =>
            {
                step.Remove(Note.Kind, "a");
                return ValueTask.FromResult(true);
            },
            Cancel));
        Assert.Null(await FindAsync("a"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_step_that_throws_has_written_nothing()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Store.WriteAsync<bool>(
            async step =>
            {
                await step.FindAsync(Note.Kind, "a");
                step.Put(Note.Kind, new Note("a", "home", 1, ""));
                step.Add(new CounterKey("used"), 1);
                throw new TimeoutException();
            },
            Cancel));
        Assert.Null(await FindAsync("a"));
        Assert.Equal(0, await CounterAsync(new CounterKey("used")));
    }

    /// <summary>What the first try reads, and what another step writes between its reading and its commit: it must run a second
    /// time.</summary>
    public static TheoryData<string> Conflicts =>
        ["document", "absence", "removed and made again", "list", "list's content", "count", "page", "counter", "buckets"];

    [Fact(Timeout = 30_000)]
    public async Task Sizes_are_bounded()
    {
        await Assert.ThrowsAsync<RecordTooLarge>(
            () => PutAsync(new Note("big", "home", 0, new string('x', RecordLimits.DocumentBytes))));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => DueAsync("home", limit: RecordLimits.PageSize + 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => DueAsync("home", limit: 0));
        await Assert.ThrowsAsync<ArgumentException>(() => FindAsync(new string('k', RecordLimits.NameLength + 1)));
        Assert.Null(await FindAsync("big"));
    }

    private void Use(IRecordBackend backend)
    {
        _backend = backend;
        Store = new RecordStore(backend, TimeProvider.System);
    }

    private static IEnumerable<string> Ids(IEnumerable<Note> notes) => notes.Select(note => note.Id);

    private Task<Note?> FindAsync(string id) => Store.ReadAsync(reader => reader.FindAsync(Note.Kind, id), Cancel);

    private Task<long> CounterAsync(CounterKey counter) => Store.ReadAsync(reader => reader.CounterAsync(counter), Cancel);

    private Task<IReadOnlyList<Note>> DueAsync(string board, long from = long.MinValue, long to = long.MaxValue, int limit = 100,
        bool descending = false) =>
        Store.ReadAsync(reader => reader.RangeAsync(Note.Kind, Note.Due, board, from, to, limit, descending), Cancel);

    private Task<bool> PutAsync(Note note) => Store.WriteAsync(
        async step =>
        {
            await step.FindAsync(Note.Kind, note.Id);
            step.Put(Note.Kind, note);
            return true;
        },
        Cancel);

    private Task<bool> RemoveAsync(string id) => Store.WriteAsync(
        async step =>
        {
            await step.FindAsync(Note.Kind, id);
            step.Remove(Note.Kind, id);
            return true;
        },
        Cancel);

    private Task<bool> AddAsync(CounterKey counter, long by) => Store.WriteAsync(
        step =>
        {
            step.Add(counter, by);
            return ValueTask.FromResult(true);
        },
        Cancel);
}
