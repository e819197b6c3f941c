using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Xunit;
using static Ccsp.Tests.Queue.Redis.TwoWriters;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>An instance id belongs to one process at a time, on a real server.</summary>
public sealed class InstanceHolderTests
{
    private static readonly InstanceHolder First = new("first", "boot", "pid:[1]", 100, "/data/t1", Device: 8, Inode: 41);

    private static readonly InstanceHolder Copy = new("copy", "boot", "pid:[1]", 200, "/data/t4", Device: 8, Inode: 42);

    private readonly DateTimeOffset _begin = Now;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact(Timeout = 60_000)]
    public async Task A_copy_beside_the_living_one_gets_nothing_and_is_told_of()
    {
        await using var two = await StartAsync();
        Assert.Null((await two.One.Store.RenewAsync(Beat(First), Stop)).HeldBy);
        var held = (await two.Other.Store.RenewAsync(Beat(Copy, pid: 9), Stop)).HeldBy;
        Assert.Equal((First, 7), (held!.Holder, held.Pid));

        Assert.Null((await two.One.Store.RenewAsync(Beat(First), Stop)).HeldBy);
        var listed = Assert.Single(await two.One.Store.InstancesAsync(Stop));
        Assert.Equal((7, 9, "/data/t4"), (listed.Beat.Pid, listed.Rival!.Pid, listed.Rival.Folder));
        Assert.Null((await two.One.Store.RenewAsync(Beat(First, after: 30), Stop)).HeldBy);
        Assert.Null(Assert.Single(await two.One.Store.InstancesAsync(Stop)).Rival);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_two_that_start_in_the_same_moment_one_gets_the_id()
    {
        await using var two = await StartAsync();
        var commit = Held.At(two.One.Proxy, "EVALSHA");
        var early = two.One.Store.RenewAsync(Beat(First), Stop);
        await commit.Reached;
        Assert.Null((await two.Other.Store.RenewAsync(Beat(Copy), Stop)).HeldBy);
        commit.Release();
        Assert.Equal(Copy, (await early).HeldBy!.Holder);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_next_process_of_the_same_folder_has_it_at_once()
    {
        await using var two = await StartAsync();
        await two.One.Store.RenewAsync(Beat(First), Stop);
        Assert.Null((await two.Other.Store.RenewAsync(Beat(First with { Nonce = "again", StartTime = 300 }), Stop)).HeldBy);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("another boot", 8UL, 41UL)]
    [InlineData("boot", 9UL, 41UL)]
    [InlineData("boot", 8UL, 42UL)]
    public async Task The_same_folder_is_the_same_file_of_the_same_boot(string boot, ulong device, ulong inode)
    {
        await using var two = await StartAsync();
        await two.One.Store.RenewAsync(Beat(First), Stop);
        var next = First with { Nonce = "next", BootId = boot, Device = device, Inode = inode };
        Assert.NotNull((await two.Other.Store.RenewAsync(Beat(next), Stop)).HeldBy);
        Assert.Null((await two.Other.Store.RenewAsync(Beat(next, after: 20), Stop)).HeldBy);
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_left_keeps_its_runs_unless_its_folder_has_moved()
    {
        await using var two = await StartAsync();
        var load = new InstanceLoad(Now, 4, null, null, 1, IsLeaving: true);
        var left = Beat(First) with { ValidFor = TimeSpan.FromSeconds(600), Load = load };
        await two.One.Store.RenewAsync(left, Stop);
        Assert.NotNull((await two.Other.Store.RenewAsync(Beat(Copy, after: 60), Stop)).HeldBy);
        var moved = First with { Nonce = "moved", BootId = "another machine", Device = 3 };
        Assert.Null((await two.Other.Store.RenewAsync(Beat(moved, after: 60), Stop)).HeldBy);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_row_of_an_older_version_belongs_to_whoever_comes()
    {
        await using var two = await StartAsync();
        await two.One.Store.RenewAsync(Beat(null), Stop);
        Assert.Null((await two.Other.Store.RenewAsync(Beat(First), Stop)).HeldBy);
        await two.One.Store.RenewAsync(Beat(null), Stop);
        Assert.Null((await two.Other.Store.RenewAsync(Beat(First), Stop)).HeldBy);
        await two.AddAsync(two.One, Submissions.In("g"));
        Assert.Single(await ClaimAsync(two.Other, "one"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_lost_its_id_claims_nothing_and_denies_no_run()
    {
        await using var two = await StartAsync();
        await two.AddAsync(two.One, Submissions.In("a"));
        await two.AddAsync(two.One, Submissions.In("b"));
        await two.One.Store.RenewAsync(Beat(First), Stop);
        var ran = await ClaimAsync(two.One, "one", limit: 2);
        foreach (var claimed in ran)
            Assert.IsType<LeaseOutcome.Applied>(await ConfirmAsync(two.One, claimed.Task));
        await two.AddAsync(two.One, Submissions.In("c"));
        Assert.Null((await two.Other.Store.RenewAsync(Beat(Copy, after: 20), Stop)).HeldBy);

        // It does not know yet.
        Assert.Empty(await ClaimAsync(two.One, "one"));
        Assert.IsType<LeaseOutcome.Lost>(await FinishAsync(two.One, ran[0].Task, EndingClass.Lost));
        Assert.IsType<LeaseOutcome.Applied>(await FinishAsync(two.One, ran[1].Task));
        Assert.Equal(Copy, (await two.One.Store.RenewAsync(Beat(First, after: 21), Stop)).HeldBy!.Holder);
        Assert.Single(await ClaimAsync(two.Other, "one"));

        // The other falls silent.
        Assert.Null((await two.One.Store.RenewAsync(Beat(First, after: 41), Stop)).HeldBy);
        await two.AddAsync(two.One, Submissions.In("d"));
        Assert.Empty(await ClaimAsync(two.Other, "one"));
        Assert.Single(await ClaimAsync(two.One, "one"));
    }

    private Heartbeat Beat(InstanceHolder? holder, int pid = 7, int after = 0) =>
        new("one", "host", pid, "http://127.0.0.1:4931", _begin.AddSeconds(after), TimeSpan.FromSeconds(20)) { Holder = holder };
}
