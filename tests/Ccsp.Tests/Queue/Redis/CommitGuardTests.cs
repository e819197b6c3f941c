using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>Each guard of the commit script with batches made by hand: when it holds, and that a refused batch does nothing.</summary>
public sealed class CommitGuardTests
{
    private static readonly string Subject = CommitBench.Key("subject").ToString();

    [Theory(Timeout = 60_000)]
    [InlineData("2 {}", 2, true)]
    [InlineData("20 {}", 2, false)]
    [InlineData("2 {}", 20, false)]
    [InlineData("12 {}", 2, false)]
    [InlineData("3 {}", 2, false)]
    [InlineData("1 {}", 0, false)]
    [InlineData(null, 0, true)]
    [InlineData(null, 1, false)]
    public async Task A_document_has_the_version_that_was_read(string? document, long version, bool holds)
    {
        await using var bench = await CommitBench.StartAsync();
        if (document is not null)
            await bench.AskAsync("HSET", Subject, "field", document);
        await AssertAsync(bench, holds, batch => batch.Holds(Subject, "field", version, GuardKind.Row));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("7", "7", true)]
    [InlineData("7", "8", false)]
    [InlineData("70", "7", false)]
    [InlineData(null, "0", true)]
    [InlineData(null, "1", false)]
    public async Task A_field_has_the_text_that_was_read_and_none_stands_for_zero(string? text, string expected, bool holds)
    {
        await using var bench = await CommitBench.StartAsync();
        if (text is not null)
            await bench.AskAsync("HSET", Subject, "field", text);
        await AssertAsync(bench, holds, batch => batch.Same(Subject, "field", expected, GuardKind.Row));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(7, true)]
    [InlineData(6, false)]
    public async Task Some_fields_are_together_at_most_so_much(int most, bool holds)
    {
        await using var bench = await CommitBench.StartAsync();
        await bench.AskAsync("HSET", Subject, "one", "3", "two", "4", "other", "100");
        await AssertAsync(bench, holds, batch => batch.AtMost(Subject, most, ["one", "two", "none"]), GuardKind.Capacity);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(0, false)]
    public async Task A_hash_has_as_many_fields_as_were_read(int count, bool holds)
    {
        await using var bench = await CommitBench.StartAsync();
        await bench.AskAsync("HSET", Subject, "one", "1", "two", "2");
        await AssertAsync(bench, holds, batch => batch.HasFields(Subject, count, GuardKind.Row));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_guard_that_fails_says_why()
    {
        await using var bench = await CommitBench.StartAsync();
        await AssertAsync(bench, false, batch =>
        {
            batch.HasFields(Subject, 0, GuardKind.Children);
            batch.Same(Subject, "field", 1, GuardKind.Gate);
            batch.Holds(Subject, "field", 1, GuardKind.Row);
        }, GuardKind.Gate);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_guard_sees_what_earlier_batches_of_its_call_wrote()
    {
        await using var bench = await CommitBench.StartAsync();
        await bench.AskAsync("HSET", Subject, "row", "1 {}", "old", "x", "number", "1");
        var (writer, depth) = (new GuardedBatch(), CommitBench.Key("depth"));
        writer.Put(Subject, "row", "2 {}");
        writer.Put(Subject, "child", "x");
        writer.Drop(Subject, "old");
        writer.Add(Subject, "number", 4);
        writer.Add(depth, "n", 2);
        GuardedBatch[] refused =
        [
            Guarded(batch => batch.Holds(Subject, "row", 1, GuardKind.Row)),
            Guarded(batch => batch.Same(Subject, "number", 1)),
            Guarded(batch => batch.AtMost(depth, 1, ["n"])),
            Guarded(batch => batch.HasFields(depth, 0, GuardKind.Children)),
        ];
        var applied = Guarded(batch =>
        {
            batch.Holds(Subject, "row", 2, GuardKind.Row);
            batch.Same(Subject, "number", 5);
            batch.AtMost(depth, 2, ["n"]);
            batch.HasFields(Subject, 3, GuardKind.Children);
        });

        var commits = await bench.TogetherAsync([writer, .. refused, applied]);
        Assert.Equal([null, GuardKind.Row, GuardKind.Order, GuardKind.Capacity, GuardKind.Children, null],
            commits.Select(commit => commit.Refused));
        await AssertEffectsAsync(bench, happened: true);
    }

    private static async Task AssertAsync(CommitBench bench, bool holds, Action<GuardedBatch> guard, GuardKind kind = GuardKind.Row)
    {
        var commit = await bench.CommitAsync(Guarded(guard));
        Assert.Equal(holds ? null : kind, commit.Refused);
        await AssertEffectsAsync(bench, holds);
    }

    /// <summary>With one write of each kind.</summary>
    private static GuardedBatch Guarded(Action<GuardedBatch> guard)
    {
        var batch = new GuardedBatch();
        guard(batch);
        batch.Put(CommitBench.Key("hash"), "put", "1");
        batch.Add(CommitBench.Key("hash"), "add", 1);
        batch.Rank(CommitBench.Key("set"), 1, "member");
        batch.Run("RPUSH", CommitBench.Key("list"), "item");
        batch.Count("tasks", 1);
        batch.Append(CommitBench.Keys.Events(""), new StoredEvent(0, null, null, "test", SampleTasks.Noon, null, null, "{}"));
        return batch;
    }

    private static async Task AssertEffectsAsync(CommitBench bench, bool happened)
    {
        var once = happened ? "1" : "0";
        Assert.Equal(happened ? "2" : "0", await bench.AskAsync("HLEN", $"{CommitBench.Key("hash")}"));
        Assert.Equal(happened ? "1" : "", await bench.AskAsync("HGET", $"{CommitBench.Key("hash")}", "add"));
        Assert.Equal(once, await bench.AskAsync("ZCARD", $"{CommitBench.Key("set")}"));
        Assert.Equal(once, await bench.AskAsync("LLEN", $"{CommitBench.Key("list")}"));
        Assert.Equal(once, await bench.AskAsync("LLEN", $"{CommitBench.Keys.Events("")}"));
        Assert.Equal(once, await bench.AskAsync("XLEN", $"{CommitBench.Keys.Feed}"));
        Assert.Equal(happened ? "1" : "", await bench.AskAsync("HGET", $"{CommitBench.Keys.Depth}", "tasks"));
        Assert.Equal(happened ? "1" : "", await bench.AskAsync("HGET", $"{CommitBench.Keys.Meta}", "seq"));
    }
}
