using System.Text;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.StoreMigration;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

/// <summary>What every record store must do, told once and derived once per store.</summary>
public abstract class RecordStoreConformance : IAsyncLifetime
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
    public async Task Counters_add_up_by_bucket()
    {
        Assert.Equal(0, await CounterAsync(new CounterKey("used", "p", 3)));
        await AddAsync(new CounterKey("used", "p", 3), 5);
        await AddAsync(new CounterKey("used", "p", 3), -2);
        await AddAsync(new CounterKey("used", "p", 1), 4_000_000_000);
        await AddAsync(new CounterKey("used", "q", 2), 1);
        Assert.Equal(3, await CounterAsync(new CounterKey("used", "p", 3)));
        Assert.Equal([new CounterValue(1, 4_000_000_000), new CounterValue(3, 3)],
            await Store.ReadAsync(reader => reader.CountersAsync("used", "p", 0, 3), Cancel));
        Assert.Equal([new CounterValue(3, 3)],
            await Store.ReadAsync(reader => reader.CountersAsync("used", "p", 2, long.MaxValue), Cancel));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("~kind")]
    [InlineData("Used")]
    [InlineData("used output")]
    [InlineData("")]
    public async Task A_name_that_could_be_a_versions_or_stand_elsewhere_in_another_store_is_no_counters(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(new CounterKey(name), 1));

    /// <summary>More counters than a page has.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Documents_their_places_and_all_counters_are_moved_to_another_store_and_back()
    {
        foreach (var (id, due) in new[] { ("c", 1L), ("a", 3), ("é", 2) })
            await PutAsync(new Note(id, "home", due, "text"));
        await PutAsync(new Note("done", "home", 4, "text", Done: true));
        foreach (var partition in (string[])["", "é/\u0001", "p"])
        {
            await Store.WriteAsync(
                step =>
                {
                    for (var bucket = -200; bucket < 300; bucket++)
                        step.Add(new CounterKey("used.output", partition, bucket), 1_000_000 + bucket);
                    step.Add(new CounterKey("used", partition, 7), 5);
                    return ValueTask.FromResult(true);
                },
                Cancel);
            await AddAsync(new CounterKey("used", partition, 7), -5);
        }

        var (elsewhere, back) = (new MemoryRecordBackend(), await OpenAsync());
        var left = await MoveAsync(_backend, elsewhere);
        Assert.Equal(4 + 1_503, left.Count);
        Assert.Equal(left, await MoveAsync(elsewhere, back));
        Use(back);
        Assert.Equal(["c", "é", "a"], Ids(await DueAsync("home")));
        Assert.Equal(4, await Store.ReadAsync(reader => reader.CountAsync(Note.Kind, Note.ByText, "text"), Cancel));
        Assert.Equal([new CounterValue(299, 1_000_299)],
            await Store.ReadAsync(reader => reader.CountersAsync("used.output", "é/\u0001", 299, 400), Cancel));
        Assert.Equal([new CounterValue(7, 0)], await Store.ReadAsync(reader => reader.CountersAsync("used", "p", 0, 10), Cancel));
        await AddAsync(new CounterKey("used.output", "p", 299), 1);
        Assert.Equal(1_000_300, await CounterAsync(new CounterKey("used.output", "p", 299)));
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

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Conflicts))]
    public async Task A_step_whose_reading_was_overtaken_runs_again(string what)
    {
        await PutAsync(new Note("a", "home", 1, "old"));
        await AddAsync(new CounterKey("used", "p", 1), 1);
        Assert.Equal(2, await TriesAsync(step => ReadAsync(step, what), () => OvertakeAsync(what)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Steps_that_touch_different_documents_and_partitions_never_conflict()
    {
        await PutAsync(new Note("a", "home", 1, "one"));
        await PutAsync(new Note("b", "work", 1, "two"));
        var tries = await TriesAsync(
            async step =>
            {
                await step.FindAsync(Note.Kind, "a");
                await step.RangeAsync(Note.Kind, Note.Due, "home", 0, 10, 10);
                await step.CounterAsync(new CounterKey("used", "p", 1));
            },
            async () =>
            {
                await PutAsync(new Note("b", "work", 5, "two"));
                await PutAsync(new Note("c", "work", 6, "three"));
                await AddAsync(new CounterKey("used", "p", 2), 1);
                await AddAsync(new CounterKey("used", "q", 1), 1);
            });
        Assert.Equal(1, tries);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_many_at_once_each_counts_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Store.WriteAsync(
            async step =>
            {
                var note = await step.FindAsync(Note.Kind, "shared") ?? new Note("shared", "home", 0, "");
                step.Put(Note.Kind, note with { DueAt = note.DueAt + 1 });
                step.Add(new CounterKey("used"), 1);
                return i;
            },
            Cancel)));
        Assert.Equal(40, (await FindAsync("shared"))!.DueAt);
        Assert.Equal(40, await CounterAsync(new CounterKey("used")));
        Assert.Equal(["shared"], Ids(await DueAsync("home")));
    }

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

    /// <summary>As <c>ccsp migrate-store</c> does.</summary>
    /// <returns>What was moved, in order.</returns>
    private static async Task<List<string>> MoveAsync(IRecordBackend from, IRecordBackend to)
    {
        List<string> moved = [];
        foreach (var (source, target) in MigratedRecords.Of(from, [Note.Kind]).Zip(MigratedRecords.Of(to, [Note.Kind])))
        {
            string? after = null;
            do
            {
                var page = await source.ReadAsync(after, Cancel);
                await target.WriteAsync(page.Records, Cancel);
                moved.AddRange(page.Records.Select(record => Encoding.UTF8.GetString(record)));
                after = page.Next;
            }
            while (after is not null);
        }

        return moved;
    }

    private static IEnumerable<string> Ids(IEnumerable<Note> notes) => notes.Select(note => note.Id);

    private static async Task ReadAsync(IRecordTransaction step, string what)
    {
        switch (what)
        {
            case "document" or "removed and made again":
                await step.FindAsync(Note.Kind, "a");
                break;
            case "absence":
                await step.FindAsync(Note.Kind, "new");
                break;
            case "list" or "list's content":
                await step.RangeAsync(Note.Kind, Note.Due, "home", 0, 100, 10);
                break;
            case "count":
                await step.CountAsync(Note.Kind, Note.Due, "home");
                break;
            case "page":
                await step.PageAsync(Note.Kind, null, 10);
                break;
            case "counter":
                await step.CounterAsync(new CounterKey("used", "p", 1));
                break;
            default:
                await step.CountersAsync("used", "p", 0, 10);
                break;
        }
    }

    private async Task OvertakeAsync(string what)
    {
        switch (what)
        {
            case "document" or "list's content":
                await PutAsync(new Note("a", "home", 1, "new"));
                break;
            case "removed and made again":
                await RemoveAsync("a");
                await PutAsync(new Note("a", "home", 1, "old"));
                break;
            case "counter" or "buckets":
                await AddAsync(new CounterKey("used", "p", what == "counter" ? 1 : 7), 1);
                break;
            default:
                await PutAsync(new Note("new", "home", 50, ""));
                break;
        }
    }

    /// <summary>How often a step ran whose first try was overtaken between its reading and its commit.</summary>
    private async Task<int> TriesAsync(Func<IRecordTransaction, Task> read, Func<Task> overtake)
    {
        var tries = 0;
        await Store.WriteAsync(
            async step =>
            {
                await read(step);
                await step.FindAsync(Note.Kind, "own");
                step.Put(Note.Kind, new Note("own", "own", tries, "own"));
                if (++tries == 1)
                    await overtake();
                return true;
            },
            Cancel);
        Assert.NotNull(await FindAsync("own"));
        return tries;
    }

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
