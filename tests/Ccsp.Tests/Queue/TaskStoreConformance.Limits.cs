using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

/// <summary>Rates, windows and throttles.</summary>
public abstract partial class TaskStoreConformance
{
    [Theory(Timeout = 30_000)]
    [InlineData("profile:default")]
    [InlineData("agent:bot")]
    [InlineData("model:opus")]
    [InlineData("group:default")]
    public async Task A_rate_lets_its_burst_start_and_then_one_an_interval(string gate)
    {
        await Open();
        await Rate(gate, perMinute: 6, burst: 2);
        await AddMany(5, Submissions.In("default") with { Agent = "bot", Model = "claude-opus-4-5" });
        Assert.Equal(2, (await Claim()).Count);
        Pass(9.999);
        Assert.Empty(await Claim());
        Pass(0.001);
        Assert.Single(await Claim());
        Pass(100);
        Assert.Equal(2, (await Claim()).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_conversation_has_one_run_at_a_time_whoever_asks_for_it()
    {
        await Open();
        var first = await AddToConversation("c", Submissions.In("a"));
        var second = await AddToConversation("c", Submissions.In("b"));
        var other = await AddToConversation("d", Submissions.In("a"));
        var claimed = await Claim();
        Assert.Equal([first.Id, other.Id], claimed.Select(task => task.Id).Order(StringComparer.Ordinal));
        Assert.Contains("conversation:c has 1 of 1 runs", (await Explain(second)).Summary, StringComparison.Ordinal);
        Assert.Empty(await Claim(Request("two")));
        await Finish(await Confirm(claimed.Single(task => task.Id == first.Id)));
        Assert.Equal(second.Id, (await ClaimOne("two")).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_that_is_tried_again_shares_its_conversation_with_those_that_went_on_with_it()
    {
        await Open();
        await Add();
        var begun = await Finish(await Start());
        Assert.NotNull(begun.ConversationId);
        await AddToConversation(begun.ConversationId!, Submissions.Simple());
        await Start();
        Assert.Equal(begun.ConversationId, (await RetryByHand(begun)).Conversation);
        Assert.Empty(await Claim());
    }

    private async Task<AgentTask> AddToConversation(string conversation, TaskSubmission spec)
    {
        var submit = new Submit(new NewTask(_ids.Next(), spec, conversation), "tester", null, null);
        return Assert.IsType<SubmitOutcome.Accepted>(Assert.Single(await AddAll(atomic: false, submit))).Task;
    }

    [Fact(Timeout = 30_000)]
    public async Task A_narrowed_gate_lets_fewer_in_until_it_is_put_back_and_keeps_its_own_limit()
    {
        await Open();
        await Limit("profile:default", 3);
        await Narrow("profile:default", new Narrowed(1, Until: null, "its login is tried"));
        await AddMany(5);
        var first = await Start();
        Assert.Empty(await Claim());
        await Finish(first);
        var second = await Start();
        Assert.Empty(await Claim());
        await Narrow("profile:default", null);
        Assert.Equal(2, (await Claim()).Count);
        Assert.Equal(3, Assert.Single(await _store.GatesAsync(Stop)).Limit);
        await Finish(second);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_narrowed_gate_with_an_end_is_as_wide_as_usual_then()
    {
        await Open();
        await Narrow("profile:default", new Narrowed(1, _now.AddSeconds(10), "its login is renewed"));
        await AddMany(3);
        Assert.Single(await Claim());
        Pass(9.999);
        Assert.Empty(await Claim());
        Pass(0.001);
        Assert.Equal(2, (await Claim()).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_narrowed_gate_says_so_once_and_to_whoever_asks_why()
    {
        await Open();
        await Narrow("profile:default", new Narrowed(1, Until: null, "its login is tried"));
        await Narrow("profile:default", new Narrowed(1, Until: null, "its login is tried"));
        await Limit("profile:default", 5);
        await Add();
        await Start();
        var waiting = await Add();
        var answer = (await Explain(waiting)).Gates.First(gate => !gate.Admits);
        Assert.Equal((GateKind.Narrowed, "profile:default has 1 of 1 runs for now: its login is tried"), (answer.Kind, answer.Reason));
        Assert.Equal([EventTypes.GateChanged, EventTypes.GateChanged], (await SystemEvents()).Select(stored => stored.Type));
        Assert.NotNull(Assert.Single(await _store.GatesAsync(Stop)).Narrowed);
    }

    private async Task<GateState> Narrow(string gate, Narrowed? to) =>
        await _store.SetGateAsync(new GateChange.Narrow(gate, to, "gateway", _now), Stop);

    [Fact(Timeout = 30_000)]
    public async Task A_rate_takes_back_a_start_that_never_became_a_run()
    {
        await Open();
        await Rate("profile:default", perMinute: 1, burst: 1);
        await AddMany(2);
        var first = await ClaimOne();
        Assert.Empty(await Claim());
        await GiveBack(first);
        Assert.Equal(first.Id, (await ClaimOne()).Id);
        Assert.Empty(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_rate_of_one_profile_delays_no_other()
    {
        await Open();
        await Rate("profile:slow", perMinute: 1, burst: 1);
        await AddMany(3, Submissions.Simple() with { Profile = "slow" });
        await AddMany(3, Submissions.Simple() with { Profile = "fast" });
        Assert.Equal(["fast", "fast", "fast", "slow"], (await Claim()).Select(task => task.Profile).Order());
    }

    [Fact(Timeout = 30_000)]
    public async Task Configured_limits_hold_until_others_are_set()
    {
        var rules = new GateRules { Limits = new Dictionary<string, GateLimits> { ["profile:default"] = new() { Limit = 1 } } };
        await Open(new QueueOptions { Gates = rules });
        await AddMany(3);
        Assert.Single(await Claim());
        await Limit("profile:default", 2);
        Assert.Single(await Claim());
        await Limit("profile:default", null);
        Assert.Empty(await Claim());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("profile:default")]
    [InlineData("group:default")]
    public async Task Whoever_a_configured_limit_refused_is_asked_again_when_it_changes_while_the_gateway_runs(string gate)
    {
        var options = new QueueOptions {
            Gates = new GateRules { Limits = new Dictionary<string, GateLimits> { [gate] = new() { Limit = 1 } } } };
        await Open(options);
        await AddMany(2, Submissions.Simple() with { Group = "default" });
        Assert.Single(await Claim());
        Assert.Empty(await Claim());
        options.Gates = new GateRules();
        Assert.Single(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_filling_window_is_kept_for_the_more_pressing_classes()
    {
        await Open();
        var tasks = await OneOfEachClass();
        await Observe("profile:default", used: 0.92, resets: _now.AddHours(3));
        Assert.Equal([Priority.Urgent, Priority.High], (await Claim()).Select(task => task.Priority));
        await Observe("profile:default", used: 0.80, resets: _now.AddHours(3));
        Assert.Equal(tasks[Priority.Normal].Id, (await ClaimOne()).Id);
        Assert.Contains("80 % of its window five_hour",
            Assert.Single((await Explain(tasks[Priority.Low])).Gates, gate => !gate.Admits).Reason, StringComparison.Ordinal);
        await Observe("profile:default", used: 0.60, resets: _now.AddHours(3));
        Assert.Equal(tasks[Priority.Low].Id, (await ClaimOne()).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_would_expire_in_the_last_twenty_minutes_is_for_everybody()
    {
        await Open();
        var low = await Add(Submissions.In("g", Priority.Low));
        await Observe("profile:default", used: 0.85, resets: _now.AddMinutes(30));
        Assert.Empty(await Claim());
        Assert.Equal(_now.AddMinutes(10), Assert.Single((await Explain(low)).Gates, gate => !gate.Admits).OpensAt);
        Pass(600);
        Assert.Equal(low.Id, (await ClaimOne()).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_window_that_is_used_up_lets_nobody_pass_until_its_reset_or_until_someone_opens_it()
    {
        await Open();
        await Add(Submissions.In("g", Priority.Urgent));
        await Observe("profile:default", used: null, resets: _now.AddHours(1), exhausted: true);
        Assert.Empty(await Claim());
        await Release("profile:default");
        Assert.Single(await Claim());
        await Add(Submissions.In("g", Priority.Urgent));
        Pass(1);
        await Observe("profile:default", used: null, resets: _now.AddHours(1), exhausted: true);
        Assert.Empty(await Claim());
        Pass(3600);
        Assert.Single(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_limit_of_one_model_delays_only_the_tasks_that_name_it()
    {
        await Open();
        var opus = await Add(Submissions.Simple() with { Model = "claude-opus-4-5-20251101" });
        var sonnet = await Add(Submissions.Simple() with { Model = "sonnet" });
        await Hold("profile:default/opus", _now.AddHours(1));
        Assert.Equal(sonnet.Id, (await ClaimOne()).Id);
        Assert.Equal("profile:default/opus", Assert.Single((await Explain(opus)).Gates, gate => !gate.Admits).Gate);
        Pass(3601);
        Assert.Equal(opus.Id, (await ClaimOne()).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_throttle_lowers_how_much_its_profile_runs_at_a_time_and_good_endings_raise_it_again()
    {
        await Open();
        await AddMany(40);
        var running = await Claim(Request(slots: 10));
        foreach (var task in running)
            await Confirm(task);
        await Finish(running[0], EndingClass.Throttled);
        await Finish(running[1], EndingClass.Throttled);
        var cut = Assert.IsType<AdaptiveLimit>(Assert.Single(await _store.GatesAsync(Stop)).Adaptive);
        Assert.Equal((7, 10), (cut.Limit, cut.Ceiling));
        Assert.Empty(await Claim(Request(slots: 10)));
        await Finish(running[2]);
        Assert.Empty(await Claim(Request(slots: 10)));
        await Finish(running[3]);
        await Confirm(Assert.Single(await Claim(Request(slots: 10))));
        var ended = 4;
        while ((await _store.GatesAsync(Stop))[0].Adaptive is not null)
        {
            foreach (var claimed in await Claim(Request(slots: 10)))
                await Confirm(claimed);
            await Finish((await _store.LeasesAsync("one", Stop))[0].Task);
            Assert.True(++ended < 60, "The limit never grew back.");
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_start_is_estimated_from_what_is_ahead_and_from_when_the_gates_open()
    {
        await Open(new QueueOptions { ExpectedRunSeconds = 30 });
        await AddMany(6);
        var last = await Add();
        var request = Request(slots: 2);
        Assert.Equal(new StartEstimate(_now.AddSeconds(90), "6 tasks ahead, 2 slots, runs of about 30 s"),
            (await Explain(last, request)).Start);
        await Hold("profile:default", _now.AddHours(1));
        Assert.Equal(_now.AddHours(1).AddSeconds(90), (await Explain(last, request)).Start!.At);
        await Hold("profile:default");
        Assert.Null((await Explain(last, request)).Start);
    }

    private async Task AddMany(int count, TaskSubmission? spec = null)
    {
        for (var i = 0; i < count; i++)
            await Add(spec);
    }

    private async Task<IReadOnlyDictionary<Priority, AgentTask>> OneOfEachClass()
    {
        Dictionary<Priority, AgentTask> tasks = [];
        foreach (var priority in Enum.GetValues<Priority>())
            tasks[priority] = await Add(Submissions.In("g", priority));
        return tasks;
    }

    private async Task Rate(string gate, double perMinute, int burst) =>
        await _store.SetGateAsync(new GateChange.Limit(gate, new GateLimits { Rate = new RateLimit(perMinute, burst) }, "anna", _now),
        Stop);

    private async Task Observe(string gate, double? used, DateTimeOffset resets, bool exhausted = false)
    {
        var windows = new Dictionary<string, QuotaWindow> { ["five_hour"] = new(used, resets, exhausted, "event", _now) };
        await _store.SetGateAsync(new GateChange.Observe(gate, windows, "provider", _now), Stop);
    }
}
