using Ccsp.Gateway.Storage.Records;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

public abstract partial class RecordStoreConformance
{
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

    [Fact(Timeout = 120_000)]
    public async Task Of_many_at_once_each_counts_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Busy.AgainAsync(() => Store.WriteAsync(
            async step =>
            {
                var note = await step.FindAsync(Note.Kind, "shared") ?? new Note("shared", "home", 0, "");
                step.Put(Note.Kind, note with { DueAt = note.DueAt + 1 });
                step.Add(new CounterKey("used"), 1);
                return i;
            },
            Cancel))));
        Assert.Equal(40, (await FindAsync("shared"))!.DueAt);
        Assert.Equal(40, await CounterAsync(new CounterKey("used")));
        Assert.Equal(["shared"], Ids(await DueAsync("home")));
    }

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
}
