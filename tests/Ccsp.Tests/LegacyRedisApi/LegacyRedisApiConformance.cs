using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.LegacyRedisApi;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace Ccsp.Tests.LegacyRedisApi;

/// <summary>Messages of older clients become tasks, and their answers come once on the lists these clients read; on a server and on a
/// cluster.</summary>
public abstract partial class LegacyRedisApiConformance(RedisPeers peers) : IAsyncLifetime
{
    private RedisLink _link = null!;
    private RedisTaskStore _store = null!;
    private RequestLists _lists = null!;
    private OpenRequests _open = null!;
    private LegacySubmitter _submitter = null!;
    private LegacyAnswerDuty _answers = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _link = await peers.LinkAsync();
        await _link.ReadAsync(
            db => Task.WhenAll(new RedisKey[] { "ccsp:requests", "ccsp:requests:rejected", "ccsp:responses:ccla", "ccsp:response:ccla",
                "own" }.Select(key => db.KeyDeleteAsync(key))), Stop);
        await OpenAsync(new QueueOptions());
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _link.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact(Timeout = 240_000)]
    public async Task The_oldest_message_becomes_the_first_task()
    {
        for (var i = 0; i < 120; i++)
            await SendAsync($$"""{ "requestId": "r-{{i}}", "fromAgent": "ccla", "type": "t", "prompt": "number {{i}}" }""");
        await _submitter.TakeAsync(Stop);

        var tasks = (await _store.ListAsync(new TaskFilter { Limit = 1000 }, Stop)).Items.OrderBy(record => record.Task.Id,
            StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"number {i}"), tasks.Select(record => record.Spec.Prompt));
        Assert.Equal(0, await LengthAsync("ccsp:requests"));
    }

    [Fact(Timeout = 240_000)]
    public async Task An_answer_comes_once_on_both_lists_however_often_it_is_given()
    {
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "p", "metadata": { "a": [1, "値"] } }""");
        await _submitter.TakeAsync(Stop);
        var task = await WorkAsync();
        await Task.WhenAll(_answers.GiveAsync([task], Stop), _answers.GiveAsync([task], Stop), _answers.GiveAllAsync(Stop));
        await _answers.GiveAllAsync(Stop);
        foreach (var list in new[] { "ccsp:responses:ccla", "ccsp:response:ccla" })
        {
            using var answer = JsonDocument.Parse((string)(await PopAsync(list))!);
            Assert.Equal(("r-1", true, "Done.", "Done."),
                (Text(answer, "requestId"), answer.RootElement.GetProperty("success").GetBoolean(), Text(answer, "result"),
                Text(answer, "output")));
            Assert.Equal("""{ "a": [1, "値"] }""".Replace(" ", "", StringComparison.Ordinal),
                JsonSerializer.Serialize(answer.RootElement.GetProperty("metadata"), JsonSerializerOptions.Web)
                .Replace("\\u5024", "値", StringComparison.Ordinal));
            Assert.True((await PopAsync(list)).IsNull);
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task A_full_server_keeps_nobody_waiting_for_an_answer()
    {
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "p" }""");
        await _submitter.TakeAsync(Stop);
        var task = await WorkAsync();
        try
        {
            await LimitMemoryAsync("100kb");
            await _answers.GiveAsync([task], Stop);
            Assert.Equal(1, await LengthAsync("ccsp:responses:ccla"));
        }
        finally
        {
            await LimitMemoryAsync("0");
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task A_list_of_the_clients_own_is_the_only_one_answered()
    {
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "p", "replyTo": "own" }""");
        await _submitter.TakeAsync(Stop);
        await _answers.GiveAsync([await WorkAsync()], Stop);
        Assert.Equal((1, 0), (await LengthAsync("own"), await LengthAsync("ccsp:responses:ccla")));
        Assert.InRange((await _link.ReadAsync(db => db.KeyTimeToLiveAsync("own"), Stop))!.Value, TimeSpan.FromMinutes(50),
            TimeSpan.FromHours(1));
    }

    [Fact(Timeout = 240_000)]
    public async Task What_a_dead_instance_was_taking_is_taken_again_and_leads_to_the_same_task()
    {
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "first" }""");
        await SendAsync("""{ "requestId": "r-2", "fromAgent": "ccla", "type": "t", "prompt": "second" }""");
        var taken = await _lists.TakeAsync("dead", [NewId(), NewId()], Stop);
        Assert.Equal(2, taken.Count);
        Assert.Equal(2, await _lists.TakeOverAsync("dead", "one", Stop));
        await _submitter.TakeAsync(Stop);
        Assert.Equal(["second", "first"], await PromptsAsync());
        // Killed after the task was there, and had ended, and before the message was done with.
        await _answers.GiveAsync([await WorkAsync()], Stop);
        await _link.ReadAsync(db => db.ListLeftPushAsync("{ccsp:requests}:taking:one", taken[0]), Stop);
        await _answers.GiveAsync([.. await _submitter.TakeAsync(Stop)], Stop);
        Assert.Equal(["second", "first"], await PromptsAsync());
        Assert.Equal(1, await LengthAsync("ccsp:responses:ccla"));
    }

    [Fact(Timeout = 240_000)]
    public async Task What_cannot_be_answered_is_put_aside_and_what_is_wrong_is_answered()
    {
        await SendAsync("no json");
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "" }""");
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "" }""");
        await _submitter.TakeAsync(Stop);
        Assert.Equal(2, await LengthAsync("ccsp:responses:ccla"));
        using var aside = JsonDocument.Parse((string)(await PopAsync("ccsp:requests:rejected"))!);
        Assert.Equal("no json", Text(aside, "message"));
        using var answer = JsonDocument.Parse((string)(await PopAsync("ccsp:response:ccla"))!);
        Assert.False(answer.RootElement.GetProperty("success").GetBoolean());
        Assert.StartsWith("prompt:", Text(answer, "error"), StringComparison.Ordinal);
        Assert.Empty((await _store.ListAsync(new TaskFilter(), Stop)).Items);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_refusal_that_no_list_can_take_is_put_aside_and_those_behind_it_are_answered()
    {
        await MakeHashAsync("own");
        await SendAsync("""{ "requestId": "bad", "fromAgent": "ccla", "type": "t", "prompt": "", "replyTo": "own" }""");
        await SendAsync("""{ "requestId": "good", "fromAgent": "ccla", "type": "t", "prompt": "p" }""");
        await _submitter.TakeAsync(Stop);
        await _answers.GiveAsync([await WorkAsync()], Stop);
        using var answer = JsonDocument.Parse((string)(await PopAsync("ccsp:responses:ccla"))!);
        Assert.Equal("good", Text(answer, "requestId"));
        using var aside = JsonDocument.Parse((string)(await PopAsync("ccsp:requests:rejected"))!);
        Assert.Contains("own", Text(aside, "reason"), StringComparison.Ordinal);
        Assert.Contains("\"bad\"", Text(aside, "message"), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await LengthAsync("ccsp:requests"), await LengthAsync("{ccsp:requests}:taking:one")));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_message_that_was_moved_and_not_seen_is_taken_with_the_next_look()
    {
        await SendAsync("""{ "requestId": "r-1", "fromAgent": "ccla", "type": "t", "prompt": "p" }""");
        var id = NewId();
        await _lists.TakeAsync("one", [id], Stop);
        Assert.Equal([id], await _submitter.TakeAsync(Stop));
        Assert.Single((await _store.ListAsync(new TaskFilter(), Stop)).Items);
    }

    [Fact(Timeout = 240_000)]
    public async Task Messages_wait_where_they_are_while_the_queue_is_full()
    {
        await _store.DisposeAsync();
        await OpenAsync(new QueueOptions { Size = 2 });
        for (var i = 0; i < 5; i++)
            await SendAsync($$"""{ "requestId": "r-{{i}}", "fromAgent": "ccla", "type": "t", "prompt": "number {{i}}" }""");
        await _submitter.TakeAsync(Stop);
        // One of the two places is kept for urgent tasks.
        Assert.Single((await _store.ListAsync(new TaskFilter(), Stop)).Items);
        Assert.Equal(4, await LengthAsync("ccsp:requests"));
        Assert.Contains("\"r-1\"", (string)(await PopAsync("ccsp:requests"))!, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task Who_goes_on_without_naming_a_conversation_gets_the_one_of_the_same_task()
    {
        await SendAsync("""{ "requestId": "pm-7", "fromAgent": "ccla", "taskType": "claude-cli", "prompt": "begin" }""");
        await _submitter.TakeAsync(Stop);
        var first = await WorkAsync();
        await SendAsync("""{ "requestId": "pm-8", "fromAgent": "ccla", "taskType": "claude-cli", "prompt": "another" }""");
        await _submitter.TakeAsync(Stop);
        await _answers.GiveAsync([first, await WorkAsync()], Stop);
        await SendAsync(Rlh7);
        var second = Assert.Single(await _submitter.TakeAsync(Stop));
        var goesOn = (await _store.GetAsync(second, Stop))!;
        Assert.Equal((first, "c"), (goesOn.Spec.Resume, goesOn.Task.Conversation));
    }

    private const string Rlh7 =
        """{ "requestId": "rlh-7", "fromAgent": "ccla", "taskType": "claude-cli", "prompt": "go on", "continueExecution": true }""";

    private static readonly TaskId Ids = new(TimeProvider.System);

    private static string NewId() => Ids.Next();

    private static bool Flag(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetBoolean();

    private async Task<IReadOnlyList<string?>> PromptsAsync() =>
        [.. (await _store.ListAsync(new TaskFilter(), Stop)).Items.Select(record => record.Spec.Prompt)];

    /// <summary>Of all answers, the newest first.</summary>
    private async Task<IReadOnlyList<bool>> SuccessesAsync() =>
        [.. (await _link.ReadAsync(db => db.ListRangeAsync("ccsp:response:ccla"), Stop)).Select(
            text => JsonDocument.Parse((string)text!).RootElement.GetProperty("success").GetBoolean())];

    private async Task OpenAsync(QueueOptions options)
    {
        _store = await RedisStores.OpenAsync(_link, options, peers.Shards);
        _lists = new RequestLists(_link);
        _open = new OpenRequests(_link, Guid.NewGuid().ToString("N"));
        var rules = new SubmissionRules(
            new Catalogue(new EngineCatalog(new Dictionary<string, EngineOptions>()).Keeps,
                new Dictionary<string, string> { ["default"] = "claude" }, ["/"],
            Durability.Disk), RealDirectory.Find);
        _submitter = new LegacySubmitter(_lists, _open, _store, new TaskId(TimeProvider.System), rules,
            new Resumption(_store, new RunFolders("/nowhere")), TimeProvider.System, "one", NullLogger<LegacySubmitter>.Instance);
        _answers = new LegacyAnswerDuty(_lists, _open, _store,
            new Dictionary<string, Profile> { ["default"] = new("default", new Dictionary<string, string>()) }, options,
            TimeProvider.System, NullLogger<LegacyAnswerDuty>.Instance);
    }

    private Task<bool[]> LimitMemoryAsync(string most) => _link.AskPrimariesAsync(
        async server =>
        {
            await server.ConfigSetAsync("maxmemory", most);
            return true;
        },
        Stop);

    private Task<long> SendAsync(string message) => _link.ReadAsync(db => db.ListLeftPushAsync("ccsp:requests", message), Stop);

    private Task<bool> MakeHashAsync(string name) => _link.ReadAsync(db => db.HashSetAsync(name, "field", "value"), Stop);

    private Task<RedisValue> PopAsync(string list) => _link.ReadAsync(db => db.ListRightPopAsync(list), Stop);

    private async Task<int> LengthAsync(string list) => (int)await _link.ReadAsync(db => db.ListLengthAsync(list), Stop);

    /// <summary>Claims one task and finishes it.</summary>
    private async Task<string> WorkAsync(Ending? ending = null, params IReadOnlyList<GateHold> holds)
    {
        var now = TimeProvider.System.GetUtcNow();
        var task = Assert.Single(await _store.ClaimAsync(new ClaimRequest("one", 4, 0, 4, 1, now), Stop)).Task;
        await _store.ConfirmAsync(new RunStarted(task.Id, task.Lease!.Token, 1, 1, "boot", "c", now), Stop);
        await _store.FinishAsync(
            new RunFinished { TaskId = task.Id, Token = task.Lease.Token, Ending = ending ?? SampleTasks.Ending(EndingClass.Succeeded),
            Usage = SampleTasks.Usage(), Result = "Done.", ConversationId = "c", Holds = holds, Jitter = 0.5, Now = now }, Stop);
        return task.Id;
    }

    private static string? Text(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetString();
}
