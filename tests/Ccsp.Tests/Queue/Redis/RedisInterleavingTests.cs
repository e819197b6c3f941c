using System.Text;
using System.Text.RegularExpressions;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Xunit;
using static Ccsp.Tests.Queue.Redis.TwoWriters;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>Each guard of a commit, with another writer that comes between the look and the commit: what was decided on an older state is
/// decided again.</summary>
public sealed class RedisInterleavingTests
{
    /// <summary>The command every commit is.</summary>
    private const string Commit = "EVALSHA";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact(Timeout = 60_000)]
    public async Task A_lane_parked_again_after_somebody_saw_it_listed_can_still_be_woken()
    {
        await using var two = await StartAsync();
        var (one, other) = (two.One, two.Other);
        await LimitAsync(other, "group:g", 1);
        for (var i = 0; i < 3; i++)
            await two.AddAsync(other, Submissions.In("g"));
        var first = Assert.Single(await ClaimAsync(other, "b")).Task;
        Assert.Empty(await ClaimAsync(other, "b"));
        await RunAsync(other, first);

        // One sees the lane woken, the other lists it, takes its next task and parks it again, and that task ends: woken once more.
        var look = Held.At(one.Proxy, ":parked");
        var claiming = ClaimAsync(one, "a");
        await look.Reached;
        var claim = Held.At(other.Proxy, "claims");
        var claimingToo = ClaimAsync(other, "b");
        await claim.Reached;
        var removal = Held.At(one.Proxy, Commit);
        look.Release();
        await removal.Reached;
        claim.Release();
        var second = Assert.Single(await claimingToo).Task;
        Assert.Empty(await ClaimAsync(other, "b"));
        await RunAsync(other, second);
        removal.Release();
        Assert.Single(await claiming);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lanes_are_not_parked_after_a_claim_other_than_the_one_that_refused_them()
    {
        await using var two = await StartAsync();
        await LimitAsync(two.One, "group:g", 1);
        await two.AddAsync(two.One, Submissions.In("g"));
        await two.AddAsync(two.One, Submissions.In("g"));
        var held = Held.At(two.One.Proxy, "claims");
        var claiming = ClaimAsync(two.One, "a");
        await held.Reached;
        // It takes as many as the one that is held up; the group stays free.
        await two.AddAsync(two.Other, Submissions.Urgent("elsewhere"));
        Assert.Equal("elsewhere", Assert.Single(await ClaimAsync(two.Other, "b", limit: 1)).Task.Group);
        held.Release();
        Assert.Equal("g", Assert.Single(await claiming).Task.Group);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lane_is_not_parked_for_a_lease_that_ended_meanwhile()
    {
        await using var two = await StartAsync();
        await LimitAsync(two.One, "group:g", 1);
        await two.AddAsync(two.One, Submissions.In("g"));
        var first = Assert.Single(await ClaimAsync(two.Other, "b")).Task;
        await two.AddAsync(two.One, Submissions.In("g"));
        var held = Held.At(two.One.Proxy, "park");
        var claiming = ClaimAsync(two.One, "a");
        await held.Reached;
        await RunAsync(two.Other, first);
        held.Release();
        Assert.Empty(await claiming);
        Assert.Single(await ClaimAsync(two.One, "a"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_task_is_claimed_once()
    {
        await using var two = await StartAsync();
        await two.AddAsync(two.One, Submissions.Simple());
        var held = Held.At(two.One.Proxy, "claims");
        var claiming = ClaimAsync(two.One, "a");
        await held.Reached;
        Assert.Single(await ClaimAsync(two.Other, "b"));
        held.Release();
        Assert.Empty(await claiming);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_limit_holds_for_two_claims_that_pick_different_tasks()
    {
        await using var two = await StartAsync();
        await LimitAsync(two.One, "profile:default", 1);
        await two.AddAsync(two.One, Submissions.In("g"));
        var held = Held.At(two.One.Proxy, "claims");
        var claiming = ClaimAsync(two.One, "a");
        await held.Reached;
        // A better task comes after the look, and the other one takes that: no row they both write.
        await two.AddAsync(two.Other, Submissions.Urgent("elsewhere"));
        Assert.Equal("elsewhere", Assert.Single(await ClaimAsync(two.Other, "b")).Task.Group);
        held.Release();
        Assert.Empty(await claiming);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gate_closed_meanwhile_is_obeyed()
    {
        await using var two = await StartAsync();
        await two.AddAsync(two.One, Submissions.Simple());
        var held = Held.At(two.One.Proxy, "claims");
        var claiming = ClaimAsync(two.One, "a");
        await held.Reached;
        await two.Other.Store.SetGateAsync(new GateChange.Close(GateNames.Queue, null, "Maintenance.", "anna", Now), Stop);
        held.Release();
        Assert.Empty(await claiming);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_changes_of_one_gate_both_count()
    {
        await using var two = await StartAsync();
        await LimitAsync(two.One, "group:g", 5);
        var held = Held.At(two.One.Proxy, Commit);
        var limiting = LimitAsync(two.One, "group:g", 3);
        await held.Reached;
        await two.Other.Store.SetGateAsync(new GateChange.Close("group:g", null, "Maintenance.", "anna", Now), Stop);
        held.Release();
        var gate = await limiting;
        Assert.Equal((3, true), (gate.Limit, gate.Closed));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancel_that_comes_between_is_seen_by_the_ending()
    {
        await using var two = await StartAsync();
        var id = await two.AddAsync(two.One, Submissions.Simple());
        var task = Assert.Single(await ClaimAsync(two.One, "a")).Task;
        await ConfirmAsync(two.One, task);
        var held = Held.At(two.One.Proxy, Commit);
        var finishing = FinishAsync(two.One, task, EndingClass.Network);
        await held.Reached;
        await two.Other.Store.ChangeAsync(new TaskChange.Cancel(id, "anna", Now), Stop);
        held.Release();
        Assert.IsType<LeaseOutcome.Applied>(await finishing);
        Assert.Equal(TaskState.Cancelled, (await TaskAsync(two.Other, id)).State);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_emergency_stop_that_comes_between_lets_no_run_begin()
    {
        await using var two = await StartAsync();
        await two.AddAsync(two.One, Submissions.Simple());
        var task = Assert.Single(await ClaimAsync(two.One, "a")).Task;
        var held = Held.At(two.One.Proxy, Commit);
        var confirming = ConfirmAsync(two.One, task);
        await held.Reached;
        await two.Other.Store.EmergencyAsync(new EmergencyChange.Stop(EmergencyMode.Kill, "Fire.", "anna", Now), Stop);
        held.Release();
        Assert.IsNotType<LeaseOutcome.Applied>(await confirming);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_last_place_of_the_queue_is_given_once()
    {
        await using var two = await StartAsync(new QueueOptions { Size = 1 });
        var held = Held.At(two.One.Proxy, Commit);
        var submitting = SubmitAsync(two.One, two.NextId(), Submissions.Urgent());
        await held.Reached;
        await two.AddAsync(two.Other, Submissions.Urgent());
        held.Release();
        Assert.IsType<SubmitOutcome.Full>(await submitting);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_idempotency_key_is_one_task()
    {
        await using var two = await StartAsync();
        var held = Held.At(two.One.Proxy, Commit);
        var submitting = SubmitAsync(two.One, two.NextId(), Submissions.Simple(), "key");
        await held.Reached;
        var id = await two.AddAsync(two.Other, Submissions.Simple(), "key");
        held.Release();
        Assert.Equal(id, Assert.IsType<SubmitOutcome.Repeated>(await submitting).Task.Id);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_child_submitted_while_its_parent_ends_does_not_wait_for_ever()
    {
        await using var two = await StartAsync();
        var parent = await two.AddAsync(two.One, Submissions.Simple());
        var task = Assert.Single(await ClaimAsync(two.One, "a")).Task;
        await ConfirmAsync(two.One, task);
        var held = Held.At(two.One.Proxy, Commit);
        var finishing = FinishAsync(two.One, task);
        await held.Reached;
        var child = await two.AddAsync(two.Other, Submissions.Simple() with { DependsOn = [parent] });
        Assert.Equal(TaskState.Blocked, (await TaskAsync(two.Other, child)).State);
        held.Release();
        await finishing;
        Assert.Equal(TaskState.Ready, (await TaskAsync(two.Other, child)).State);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_child_that_comes_while_the_ending_resolves_others_does_not_wait_for_ever(bool ofChild)
    {
        await using var two = await StartAsync();
        var parent = await two.AddAsync(two.One, Submissions.Simple());
        var known = await two.AddAsync(two.One, Submissions.Simple() with { DependsOn = [parent] });
        var task = Assert.Single(await ClaimAsync(two.One, "a")).Task;
        await ConfirmAsync(two.One, task);
        // The first commit takes it that there are no children, and is refused; the second rests on those that were read.
        var first = Held.At(two.One.Proxy, Commit);
        var finishing = FinishAsync(two.One, task, EndingClass.Invalid);
        await first.Reached;
        var second = Held.At(two.One.Proxy, Commit);
        first.Release();
        await second.Reached;
        var late = await two.AddAsync(two.Other, Submissions.Simple() with { DependsOn = [ofChild ? known : parent] });
        second.Release();
        await finishing;
        Assert.Equal(FailReason.Dependency, (await TaskAsync(two.Other, known)).FailReason);
        Assert.Equal(FailReason.Dependency, (await TaskAsync(two.Other, late)).FailReason);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_commit_whose_answer_is_lost_happens_once()
    {
        await using var two = await StartAsync();
        var dropped = 0;
        two.One.Proxy.Answering = piece => Task.FromResult(!IsOfCommit(piece) || Interlocked.Exchange(ref dropped, 1) == 1);
        var id = await two.AddAsync(two.One, Submissions.Simple());
        Assert.Equal(1, dropped);
        Assert.Equal(id, Assert.Single((await two.Other.Store.ListAsync(new TaskFilter(), Stop)).Items).Task.Id);

        dropped = 0;
        var claimed = Assert.Single(await ClaimAsync(two.One, "a")).Task;
        Assert.Equal(1, dropped);
        Assert.Equal(claimed.Lease!.Token, (await TaskAsync(two.Other, id)).Lease!.Token);
        Assert.IsType<LeaseOutcome.Applied>(await ConfirmAsync(two.One, claimed));
    }

    /// <summary>Each begins with the server's time in milliseconds.</summary>
    private static bool IsOfCommit(ReadOnlyMemory<byte> piece) => Regex.IsMatch(Encoding.ASCII.GetString(piece.Span), @"\$\d+\r\n\d{13} ");
}
