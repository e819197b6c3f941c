using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>What the suite for all stores cannot see: the file.</summary>
public sealed class SqliteTaskStoreTests : IDisposable
{
    private readonly SqliteStoreFixture _queue = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Many_callers_share_commits()
    {
        var before = _queue.Store.Commits;
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gate = new ManualResetEventSlim();
        var busy = _queue.Store.Tables.WriteAsync(
            _ =>
            {
                inside.SetResult();
                gate.Wait(Stop);
                return true;
            },
            Stop);
        await inside.Task;
        var waiting = Enumerable.Range(0, 500).Select(_ => _queue.Add()).ToList();
        gate.Set();
        await busy;
        await Task.WhenAll(waiting);
        Assert.InRange(_queue.Store.Commits - before, 1, 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task Everything_is_there_after_a_restart()
    {
        await _queue.Add(Submissions.In("a", Priority.High) with {
            DependsOn = [(await _queue.Add(Submissions.Simple() with { Hold = true })).Id] });
        await _queue.Add(Submissions.Simple() with { RunAt = _queue.Now.AddHours(1) });
        await _queue.Finish(await Started("done"), EndingClass.Succeeded);
        var running = await Started("running");
        await _queue.Store.SetGateAsync(new GateChange.Close("group:shut", null, "Maintenance.", "anna", _queue.Now), Stop);
        var limits = new GateLimits { Limit = 3, Rate = new RateLimit(7, 2), Headroom = new Headroom(0.8, 0.5) };
        await _queue.Store.SetGateAsync(new GateChange.Limit("group:shut", limits, "anna", _queue.Now), Stop);
        await _queue.Store.RenewAsync(new Heartbeat("one", "host", 1, null, _queue.Now, TimeSpan.FromSeconds(20)), Stop);
        await _queue.Add(Submissions.In("waiting"));
        var before = await Everything();

        _queue.Reopen();

        Assert.Equal(before, await Everything());
        Assert.Equal(running.Lease, Assert.Single(await _queue.Store.LeasesAsync("one", Stop)).Task.Lease);
        Assert.IsType<LeaseOutcome.Applied>(await _queue.Finish(running));
        Assert.Equal("waiting", Assert.Single(await _queue.Claim(10)).Task.Group);
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_life_of_the_store_gives_tokens_of_its_own_epoch()
    {
        await _queue.Add();
        await _queue.Add();
        var first = Assert.Single(await _queue.Claim()).Task.Lease!.Token;
        _queue.Reopen();
        var second = Assert.Single(await _queue.Claim()).Task.Lease!.Token;
        Assert.Equal(first.Epoch + 1, second.Epoch);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gate_that_was_full_before_a_restart_is_full_after_it()
    {
        var spec = Submissions.Simple() with { WorkingDirectory = "/srv/repo" };
        await _queue.Add(spec);
        await _queue.Add(spec);
        var running = await _queue.Start();
        _queue.Reopen();
        Assert.Empty(await _queue.Claim(10));
        await _queue.Finish(running);
        Assert.Single(await _queue.Claim(10));
    }

    [Fact(Timeout = 60_000)]
    public async Task Fairness_goes_on_after_a_restart()
    {
        for (var i = 0; i < 4; i++)
        {
            await _queue.Add(Submissions.In("a"));
            await _queue.Add(Submissions.In("b"));
        }

        List<string> groups = [];
        for (var i = 0; i < 8; i++)
        {
            groups.Add(Assert.Single(await _queue.Claim()).Task.Group);
            _queue.Reopen();
        }

        Assert.Equal(["a", "b", "a", "b", "a", "b", "a", "b"], groups);
    }

    [Fact(Timeout = 60_000)]
    public async Task Listeners_hear_events_in_the_order_of_the_file()
    {
        using var listener = _queue.Hub.Subscribe(null, 10_000);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => _queue.Add(), Stop)));
        List<StoredEvent> heard = [];
        for (var i = 0; i < 200; i++)
            heard.Add(await listener.Events.ReadAsync(Stop));
        Assert.False(listener.Events.TryRead(out _));
        Assert.Equal(await _queue.Store.EventsAsync(new EventQuery(null, 0, 1000), Stop), heard);
        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), heard.Select(stored => stored.Seq));
    }

    [Fact(Timeout = 60_000)]
    public async Task Numbers_of_events_are_not_used_again_when_the_newest_were_deleted()
    {
        await _queue.Finish(await Started("old"));
        _queue.Now = _queue.Now.AddDays(100);
        Assert.Equal(1, (await _queue.Sweep()).Deleted);
        _queue.Reopen();
        await _queue.Add();
        Assert.Equal(5, Assert.Single(await _queue.Store.EventsAsync(new EventQuery(null, 0, 10), Stop)).Seq);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_large_prompt_stands_beside_the_ordinary_rows_and_comes_back_whole()
    {
        var prompt = new string('p', 2 << 20);
        var large = await _queue.Add(Submissions.Simple(prompt));
        Assert.Equal("0", Assert.Single(_queue.Query($"SELECT length(json) > 1000 FROM submission WHERE id = '{large.Id}'")));
        Assert.Equal(prompt, (await _queue.Store.GetAsync(large.Id, Stop))!.Spec.Prompt);
        Assert.Equal(prompt, Assert.Single(await _queue.Claim()).Spec.Prompt);
        Assert.Equal(prompt[..256], Assert.Single((await _queue.Store.ListAsync(new TaskFilter(), Stop)).Items).Spec.Prompt);
        await _queue.Store.ChangeAsync(
            new TaskChange.SetMetadata(large.Id, new Dictionary<string, System.Text.Json.JsonElement>(), "anna", _queue.Now), Stop);
        Assert.Equal(prompt, (await _queue.Store.GetAsync(large.Id, Stop))!.Spec.Prompt);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_row_that_cannot_be_read_stops_nobody_behind_it()
    {
        var soon = Submissions.Simple() with { RunAt = _queue.Now.AddSeconds(1) };
        var bad = await _queue.Add(soon);
        var good = await _queue.Add(soon);
        var alsoBad = await _queue.Add();
        var alsoGood = await _queue.Add();
        _queue.Execute($"UPDATE task SET retries = '{{' WHERE id IN ('{bad.Id}', '{alsoBad.Id}')");
        _queue.Now = _queue.Now.AddSeconds(2);
        Assert.Equal(1, (await _queue.Sweep()).Due);
        Assert.Equal(0, (await _queue.Sweep()).Due);
        Assert.Equal(new[] { alsoGood.Id, good.Id }.Order(), (await _queue.Claim(10)).Select(claimed => claimed.Task.Id).Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_command_that_fails_in_the_middle_leaves_no_trace_in_file_or_memory()
    {
        var first = await _queue.Add();
        // The second item repeats the id of the first task, which the file refuses after the row of the first item was written.
        var fresh = Submissions.Submit(TestIds.Of(900), Submissions.In("other"));
        var twice = Submissions.Submit(first.Id, Submissions.In("other"));
        await Assert.ThrowsAnyAsync<Exception>(() => _queue.Store.SubmitAsync(new SubmitBatch([fresh, twice], false, _queue.Now), Stop));
        Assert.Equal(1, (await _queue.Store.SnapshotAsync(_queue.Now, Stop)).Depth);
        Assert.Null(await _queue.Store.GetAsync(fresh.Task.Id, Stop));
        Assert.Equal(first.Id, Assert.Single(await _queue.Claim(10)).Task.Id);
        await _queue.Add();
        _queue.CountsAgree();
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_claim_reads_an_index_and_not_the_queue()
    {
        await _queue.Add();
        foreach (var (sql, index) in new[]
        {
            (LaneTable.HeadSql, "task_ready"),
            (DueTable.DueSql, "task_due"),
            (DueTable.ExpiredSql, "task_start_before"),
            (DueTable.PromotedSql, "task_promote"),
            (DueTable.OldestSql, "history_age"),
            ("SELECT id FROM task WHERE instance IS NOT NULL", "task_leased"),
        })
        {
            var plan = _queue.Plan(sql);
            Assert.Contains(index, plan[0], StringComparison.Ordinal);
            Assert.DoesNotContain(plan,
                step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)
                    || (step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("INDEX", StringComparison.Ordinal)));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Counts_kept_beside_the_rows_agree_with_the_rows()
    {
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            _queue.Now = _queue.Now.AddSeconds(random.Next(40));
            await Step(random);
        }

        _queue.CountsAgree();
        _queue.Reopen();
        await _queue.Add();
        _queue.CountsAgree();
    }

    private async Task Step(Random random)
    {
        switch (random.Next(10))
        {
            case < 3:
                await _queue.Add(Submissions.In($"g{random.Next(3)}", (Priority)random.Next(4)) with { Hold = random.Next(4) == 0,
                    RunAt = random.Next(4) == 0 ? _queue.Now.AddSeconds(60) : null });
                break;
            case < 5:
                if ((await _queue.Claim(1)).Count > 0)
                    break;
                goto default;
            case 5:
                foreach (var leased in (await _queue.Store.LeasesAsync("one", Stop)).Take(2))
                {
                    await _queue.Store.ConfirmAsync(new RunStarted(leased.Task.Id, leased.Task.Lease!.Token, 1, 2, "b", null, _queue.Now),
                        Stop);
                    await _queue.Finish(leased.Task, (EndingClass)random.Next(12));
                }

                break;
            case 6:
                await _queue.Store.ClearAsync(new ClearFilter(null, (Priority)random.Next(4), null, null, "anna", _queue.Now), null, 2,
                    Stop);
                break;
            case 7 or 8:
                var all = (await _queue.Store.ListAsync(new TaskFilter(), Stop)).Items;
                if (all.Count > 0)
                    await _queue.Store.ChangeAsync(new TaskChange.Rearrange(all[random.Next(all.Count)].Task.Id,
                        (Priority)random.Next(4), $"g{random.Next(3)}", "anna", _queue.Now), Stop);
                break;
            default:
                await _queue.Sweep();
                break;
        }
    }

    private async Task<AgentTask> Started(string group)
    {
        await _queue.Add(Submissions.In(group));
        return await _queue.Start();
    }

    private async Task<string> Everything()
    {
        var events = await _queue.Store.EventsAsync(new EventQuery(null, 0, 1000), Stop);
        var tasks = (await _queue.Store.ListAsync(new TaskFilter(), Stop)).Items;
        var snapshot = await _queue.Store.SnapshotAsync(_queue.Now, Stop);
        return string.Join('\n', [
            .. events.Select(storedEvent => storedEvent.ToString()),
            .. tasks.Select(record => (record.Task with { Usage = RunUsage.None }).ToString()
            + $"{record.Task.Usage.CostUsd} {record.Spec.Prompt} {record.Result}"),
            .. (await _queue.Store.GatesAsync(Stop)).Select(state => state.ToString()),
            string.Join(',', snapshot.ByState), string.Join(',', snapshot.ByClass), $"{snapshot.Depth} {snapshot.Ended}",
        ]);
    }
}
