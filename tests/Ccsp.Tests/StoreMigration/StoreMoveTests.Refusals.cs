using Ccsp.Gateway.Gates;
using Ccsp.Gateway.StoreMigration;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

public sealed partial class StoreMoveTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_store_with_a_run_under_way_stays_where_it_is()
    {
        await using (var store = OpenFile())
        {
            await SubmitAsync(store);
            Assert.Single(await store.ClaimAsync(new ClaimRequest("one", 1, 0, 1, 1, DateTimeOffset.UtcNow), Stop));
        }

        var refused = await Assert.ThrowsAsync<MigrationRefused>(() => MoveAsync(toRedis: true));
        Assert.Contains("1 run is still under way", refused.Message, StringComparison.Ordinal);
        await using var same = OpenFile();
        Assert.Single(await same.LeasesAsync("one", Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_target_that_holds_tasks_keeps_them()
    {
        await using (var store = OpenFile())
            await SubmitAsync(store);
        await using var link = await server.LinkAsync(_name);
        await using (var shared = await OpenSharedAsync(link))
            await SubmitAsync(shared);
        var refused = await Assert.ThrowsAsync<MigrationRefused>(() => MoveAsync(toRedis: true));
        Assert.Contains("holds tasks that count", refused.Message, StringComparison.Ordinal);
        await using var again = await OpenSharedAsync(link);
        Assert.Single((await again.ListAsync(new TaskFilter(), Stop)).Items);
        await using var same = OpenFile();
        Assert.Single((await same.ListAsync(new TaskFilter(), Stop)).Items);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gateway_that_gives_another_sign_of_life_keeps_its_store()
    {
        await using var link = await server.LinkAsync(_name);
        await using var shared = await OpenSharedAsync(link);
        await SubmitAsync(shared);
        // Long enough for a busy machine: the move must find it alive at its first look.
        await BeatAsync(shared, seconds: 10);
        var refused = await Assert.ThrowsAsync<MigrationRefused>(
            () => MoveAsync(toRedis: false, tell: _ => BeatAsync(shared, seconds: 60).GetAwaiter().GetResult()));
        Assert.Contains("still uses", refused.Message, StringComparison.Ordinal);
        await SubmitAsync(shared);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_store_that_is_used_while_it_is_copied_is_not_left()
    {
        await using var link = await server.LinkAsync(_name);
        await using var shared = await OpenSharedAsync(link);
        await SubmitAsync(shared);
        await using var end =
            await RedisMigrationEndpoint.TakeAsync(await server.LinkAsync(_name), isLeft: true, NullLogger.Instance, _ => { }, Stop);
        await end.RequireStillAsync(_ => { }, Stop);
        await SubmitAsync(shared);
        await Assert.ThrowsAsync<MigrationRefused>(() => end.LeaveAsync(new MigrationMark("m", "elsewhere", SampleTasks.Noon), Stop));
        Assert.Null((await end.MarksAsync(Stop)).Moved);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_task_whose_submission_is_gone_is_not_moved_as_an_empty_one()
    {
        await using var link = await server.LinkAsync(_name);
        string id;
        await using (var shared = await OpenSharedAsync(link))
        {
            await SubmitAsync(shared);
            id = Assert.Single((await shared.ListAsync(new TaskFilter(), Stop)).Items).Task.Id;
        }

        Assert.True(await link.ReadAsync(db => db.HashDeleteAsync(new QueueKeys(_name, 1).Submission(id), id), Stop));
        var refused = await Assert.ThrowsAsync<StoreUnsuitable>(() => MoveAsync(toRedis: false));
        Assert.Contains(id, refused.Message, StringComparison.Ordinal);
        await using var same = await OpenSharedAsync(link);
        Assert.Single((await same.ListAsync(new TaskFilter(), Stop)).Items);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gateway_that_slept_through_the_move_writes_nothing_into_what_was_left()
    {
        await using var link = await server.LinkAsync(_name);
        await using var sleeper = await OpenSharedAsync(link);
        await SubmitAsync(sleeper);
        await MoveAsync(toRedis: false);
        await Assert.ThrowsAsync<StoreUnavailable>(() => SubmitAsync(sleeper));
        await Assert.ThrowsAsync<StoreUnavailable>(() => FillAsync(OutboxIn(sleeper.Records)));
        await Assert.ThrowsAsync<StoreMoved>(() => OpenSharedAsync(link));
        await using var store = OpenFile();
        Assert.Single((await store.ListAsync(new TaskFilter(), Stop)).Items);
    }

    private static Task<Renewal> BeatAsync(RedisTaskStore shared, int seconds) =>
        shared.RenewAsync(new Heartbeat("one", "here", 1, null, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(seconds)), Stop);
}
