using System.Text;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.StoreMigration;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

public abstract partial class RecordStoreConformance
{
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
}
