using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Dialect;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace Ccsp.Tests.Dialect;

/// <summary>Messages of older clients become tasks, and their answers come once on the lists these clients read; on a server and on a cluster.</summary>
public abstract class DialectOnRedis(RedisPeers peers) : IAsyncLifetime
{
    private RedisLink link = null!;
    private RedisTaskStore store = null!;
    private RequestLists lists = null!;
    private DialectIntake intake = null!;
    private DialectAnswers answers = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        link = await peers.LinkAsync();
        await link.ReadAsync(db => Task.WhenAll(new RedisKey[] { "ccsp:requests", "ccsp:requests:rejected", "ccsp:responses:ccla", "ccsp:response:ccla", "own" }.Select(key => db.KeyDeleteAsync(key))), Stop);
        await OpenAsync(new QueueOptions());
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await link.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_oldest_message_becomes_the_first_task()
    {
        for (var i = 0; i < 120; i++)
            await SendAsync($$"""{ "requestId": "r-{{i}}", "fromAgent": "ccla", "type": "t", "prompt": "number {{i}}" }""");
        while (await intake.TakeAsync(Stop))
        {
        }

        var tasks = (await store.ListAsync(new TaskFilter { Limit = 1000 }, Stop)).Items.OrderBy(one => one.Task.Id, StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"number {i}"), tasks.Select(one => one.Spec.Prompt));
        Assert.Equal(0, await LengthAsync("ccsp:requests"));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_comes_once_on_both_lists_however_often_it_is_given()
    {
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "p", "metadata": { "a": [1, "値"] } }""");
        await intake.TakeAsync(Stop);
        var task = await WorkAsync();
        await Task.WhenAll(answers.GiveAsync([task], Stop), answers.GiveAsync([task], Stop), answers.GiveAllAsync(Stop));
        await answers.GiveAllAsync(Stop);
        foreach (var list in new[] { "ccsp:responses:ccla", "ccsp:response:ccla" })
        {
            using var answer = JsonDocument.Parse((string)(await PopAsync(list))!);
            Assert.Equal(("r-1", true, "Done.", "Done."), (Text(answer, "requestId"), answer.RootElement.GetProperty("success").GetBoolean(), Text(answer, "result"), Text(answer, "output")));
            Assert.Equal("""{ "a": [1, "値"] }""".Replace(" ", "", StringComparison.Ordinal), JsonSerializer.Serialize(answer.RootElement.GetProperty("metadata"), JsonSerializerOptions.Web).Replace("\\u5024", "値", StringComparison.Ordinal));
            Assert.True((await PopAsync(list)).IsNull);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_list_of_the_clients_own_is_the_only_one_answered()
    {
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "p", "replyTo": "own" }""");
        await intake.TakeAsync(Stop);
        await answers.GiveAsync([await WorkAsync()], Stop);
        Assert.Equal((1, 0), (await LengthAsync("own"), await LengthAsync("ccsp:responses:ccla")));
        Assert.InRange((await link.ReadAsync(db => db.KeyTimeToLiveAsync("own"), Stop))!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_dead_instance_was_taking_is_taken_again_and_leads_to_the_same_task()
    {
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "first" }""");
        await SendAsync("""{ "requestId": "r-2", "fromAgent": "ccla", "type": "t", "prompt": "second" }""");
        var taken = await lists.TakeAsync("dead", 2, Stop);
        Assert.Equal(2, taken.Count);
        Assert.Equal(2, await lists.GiveBackAsync("dead", Stop));
        await intake.TakeAsync(Stop);
        // Killed after the task was there and before the message was done with.
        await link.ReadAsync(db => db.ListRightPushAsync("ccsp:requests", taken[0]), Stop);
        await intake.TakeAsync(Stop);
        var tasks = (await store.ListAsync(new TaskFilter(), Stop)).Items;
        Assert.Equal(["second", "first"], tasks.Select(one => one.Spec.Prompt));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_be_answered_is_put_aside_and_what_is_wrong_is_answered()
    {
        await SendAsync("no json");
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "" }""");
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "" }""");
        await intake.TakeAsync(Stop);
        Assert.Equal(2, await LengthAsync("ccsp:responses:ccla"));
        using var aside = JsonDocument.Parse((string)(await PopAsync("ccsp:requests:rejected"))!);
        Assert.Equal("no json", Text(aside, "message"));
        using var answer = JsonDocument.Parse((string)(await PopAsync("ccsp:response:ccla"))!);
        Assert.False(answer.RootElement.GetProperty("success").GetBoolean());
        Assert.StartsWith("prompt:", Text(answer, "error"), StringComparison.Ordinal);
        Assert.Empty((await store.ListAsync(new TaskFilter(), Stop)).Items);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refusal_that_no_list_can_take_is_put_aside_and_those_behind_it_are_answered()
    {
        await MakeHashAsync("own");
        await SendAsync("""{ "requestId": "bad", "fromAgent": "ccla", "type": "t", "prompt": "", "replyTo": "own" }""");
        await SendAsync("""{ "requestId": "good", "fromAgent": "ccla", "type": "t", "prompt": "p" }""");
        await intake.TakeAsync(Stop);
        await answers.GiveAsync([await WorkAsync()], Stop);
        using var answer = JsonDocument.Parse((string)(await PopAsync("ccsp:responses:ccla"))!);
        Assert.Equal("good", Text(answer, "requestId"));
        using var aside = JsonDocument.Parse((string)(await PopAsync("ccsp:requests:rejected"))!);
        Assert.Contains("own", Text(aside, "reason"), StringComparison.Ordinal);
        Assert.Contains("\"bad\"", Text(aside, "message"), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await LengthAsync("ccsp:requests"), await LengthAsync("{ccsp:requests}:taking:one")));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_owed_answer_that_no_list_can_take_is_put_aside_and_those_beside_it_are_given()
    {
        await MakeHashAsync("own");
        await MakeHashAsync("ccsp:responses:ccla");
        await SendAsync("""{ "requestId": "bad", "fromAgent": "ccla", "type": "t", "prompt": "p", "replyTo": "own" }""");
        await intake.TakeAsync(Stop);
        await WorkAsync();
        await SendAsync("""{ "requestId": "half", "fromAgent": "ccla", "type": "t", "prompt": "p" }""");
        await intake.TakeAsync(Stop);
        await WorkAsync();
        await answers.GiveAllAsync(Stop);
        using var answer = JsonDocument.Parse((string)(await PopAsync("ccsp:response:ccla"))!);
        Assert.Equal("half", Text(answer, "requestId"));
        var aside = (string)(await PopAsync("ccsp:requests:rejected"))! + (string)(await PopAsync("ccsp:requests:rejected"))!;
        foreach (var word in new[] { "own", "bad", "ccsp:responses:ccla", "half", "Done." })
            Assert.Contains(word, aside, StringComparison.Ordinal);
        Assert.Empty(await lists.AllOwedAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_name_that_is_used_again_for_another_request_is_another_task()
    {
        await SendAsync("""{ "requestId": "pm-1", "fromAgent": "ccla", "type": "t", "prompt": "first" }""");
        await SendAsync("""{ "requestId": "pm-1", "fromAgent": "ccla", "type": "t", "prompt": "second" }""");
        await SendAsync("""{ "requestId": "pm-1", "fromAgent": "ccla", "type": "t", "prompt": "first" }""");
        await intake.TakeAsync(Stop);
        Assert.Equal(["second", "first"], (await store.ListAsync(new TaskFilter(), Stop)).Items.Select(one => one.Spec.Prompt));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_was_moved_and_not_seen_is_taken_with_the_next_look()
    {
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "p" }""");
        await lists.TakeAsync("one", 1, Stop);
        Assert.True(await intake.TakeAsync(Stop));
        await intake.TakeAsync(Stop);
        Assert.Single((await store.ListAsync(new TaskFilter(), Stop)).Items);
    }

    [Fact(Timeout = 60_000)]
    public async Task Messages_wait_where_they_are_while_the_queue_is_full()
    {
        await store.DisposeAsync();
        await OpenAsync(new QueueOptions { Size = 2 });
        for (var i = 0; i < 5; i++)
            await SendAsync($$"""{ "requestId": "r-{{i}}", "fromAgent": "ccla", "type": "t", "prompt": "number {{i}}" }""");
        await intake.TakeAsync(Stop);
        var accepted = (await store.ListAsync(new TaskFilter(), Stop)).Items.Count;
        Assert.InRange(accepted, 1, 2);
        Assert.Equal(5 - accepted, await LengthAsync("ccsp:requests"));
        Assert.Contains($"\"r-{accepted}\"", (string)(await PopAsync("ccsp:requests"))!, StringComparison.Ordinal);
    }

    private async Task OpenAsync(QueueOptions options)
    {
        store = await RedisStores.OpenAsync(link, options, peers.Shards);
        lists = new RequestLists(link, Guid.NewGuid().ToString("N"));
        var rules = new SubmissionRules(new Catalogue(["claude"], new Dictionary<string, string> { ["default"] = "claude" }, ["/"], Durability.Disk), RealDirectory.Find);
        intake = new DialectIntake(lists, store, new TaskId(TimeProvider.System), rules, TimeProvider.System, "one", NullLogger<DialectIntake>.Instance);
        answers = new DialectAnswers(lists, store, TimeProvider.System, NullLogger<DialectAnswers>.Instance);
    }

    private Task<long> SendAsync(string message) => link.ReadAsync(db => db.ListLeftPushAsync("ccsp:requests", message), Stop);

    private Task<bool> MakeHashAsync(string name) => link.ReadAsync(db => db.HashSetAsync(name, "field", "value"), Stop);

    private Task<RedisValue> PopAsync(string list) => link.ReadAsync(db => db.ListRightPopAsync(list), Stop);

    private async Task<int> LengthAsync(string list) => (int)await link.ReadAsync(db => db.ListLengthAsync(list), Stop);

    /// <summary>Claims one task and finishes it.</summary>
    private async Task<string> WorkAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var task = Assert.Single(await store.ClaimAsync(new ClaimRequest("one", 4, 0, 4, 1, now), Stop)).Task;
        await store.ConfirmAsync(new RunStarted(task.Id, task.Lease!.Token, 1, 1, "boot", "c", now), Stop);
        await store.FinishAsync(
            new RunFinished { TaskId = task.Id, Token = task.Lease.Token, Ending = A.Ending(EndingClass.Succeeded), Usage = A.Usage(), Result = "Done.", ConversationId = "c", Jitter = 0.5, Now = now }, Stop);
        return task.Id;
    }

    private static string? Text(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetString();
}

public sealed class DialectOnOneServerTests(OneServer server) : DialectOnRedis(server), IClassFixture<OneServer>;

public sealed class DialectOnClusterTests(ThreeNodes cluster) : DialectOnRedis(cluster), IClassFixture<ThreeNodes>;
