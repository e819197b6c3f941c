using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class MassRetryTests
{
    private const string Path = "/api/v1/tasks/retry";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_count_that_is_shown_is_the_count_that_is_retried_over_many_pages()
    {
        await using var host = await ApiHost.StartAsync();
        await FailAsync(host, "a", 430);
        await FailAsync(host, "b", 3);
        var counted = await RetryAsync(host, """{"agent":"a","dryRun":true}""");
        Assert.Equal((true, 430, 0, 20), (counted.DryRun, counted.Matched, counted.Retried, counted.First.Count));
        Assert.Equal(433, (await host.GetAsync<QueueView>("/api/v1/queue")).Ended);
        var retried = await RetryAsync(host, $$"""{"agent":"a","endedBy":"{{counted.AsOf:O}}"}""");
        Assert.Equal((false, 430, 430), (retried.DryRun, retried.Matched, retried.Retried));
        Assert.Empty(retried.Refused);
        Assert.Equal(430, (await host.GetAsync<QueueView>("/api/v1/queue")).States["ready"]);
        Assert.Equal(0, (await RetryAsync(host, """{"agent":"a"}""")).Matched);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_chain_is_retried_from_its_first_link()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync();
        var second = await host.SubmitAsync($$"""{"prompt":"x","dependsOn":["{{first.Id}}"]}""");
        var third = await host.SubmitAsync($$"""{"prompt":"x","dependsOn":["{{second.Id}}"]}""");
        await host.EndRunAsync(await host.StartRunAsync(first.Id), EndingClass.Invalid);
        Assert.Equal((3, 3), Counts(await RetryAsync(host, "")));
        foreach (var (id, state) in new[] { (first.Id, TaskState.Ready), (second.Id, TaskState.Blocked), (third.Id, TaskState.Blocked) })
            Assert.Equal(state, (await host.GetAsync<TaskView>($"/api/v1/tasks/{id}")).State);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_failed_chain_longer_than_a_page_is_retried_in_its_order()
    {
        await using var host = await ApiHost.StartAsync();
        List<string> chain = [(await host.SubmitAsync()).Id];
        while (chain.Count < 1000)
            chain.Add((await host.SubmitAsync($$"""{"prompt":"x","dependsOn":["{{chain[^1]}}"]}""")).Id);
        await host.EndRunAsync(await host.StartRunAsync(chain[0]), EndingClass.Invalid);
        var counted = await RetryAsync(host, """{"dryRun":true}""");
        Assert.Equal((1000, 0), Counts(counted));
        Assert.Equal(Enumerable.Reverse(chain[^20..]), counted.First);
        var retried = await RetryAsync(host, "");
        Assert.Equal((1000, 1000), Counts(retried));
        Assert.Empty(retried.Refused);
        var states = (await host.GetAsync<QueueView>("/api/v1/queue")).States;
        Assert.Equal((1, 999), (states["ready"], states["blocked"]));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_ends_after_the_count_is_left_alone()
    {
        var clock = new TestClock();
        await using var host = await ApiHost.StartAsync(time: clock);
        await FailAsync(host, "a", 2);
        var counted = await RetryAsync(host, """{"dryRun":true}""");
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await FailAsync(host, "a", 1);
        Assert.Equal((2, 2), Counts(await RetryAsync(host, $$"""{"endedBy":"{{counted.AsOf:O}}"}""")));
    }

    [Fact(Timeout = 30_000)]
    public async Task Filters_narrow_down_by_reason_and_state()
    {
        await using var host = await ApiHost.StartAsync();
        await FailAsync(host, "a", 2);
        await FailAsync(host, "a", 1, EndingClass.Budget);
        var waiting = await host.SubmitAsync();
        await host.PostAsync($"/api/v1/tasks/{waiting.Id}/cancel", "");
        Assert.Equal((1, 1), Counts(await RetryAsync(host, """{"failReason":"budget"}""")));
        Assert.Equal((1, 1), Counts(await RetryAsync(host, """{"state":"cancelled"}""")));
        Assert.Equal((2, 2), Counts(await RetryAsync(host, "")));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"state":"running"}""", 422, ErrorCodes.InvalidField, "state")]
    [InlineData("""{"state":"expired","failReason":"lost"}""", 422, ErrorCodes.InvalidField, "failReason")]
    [InlineData("""{"failReason":"bad luck"}""", 400, ErrorCodes.InvalidField, "failReason")]
    [InlineData("""{"agents":"a"}""", 400, ErrorCodes.UnknownField, "agents")]
    public async Task A_wrong_filter_is_refused_with_the_field_named(string body, int status, string code, string field)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(field, (await ApiHost.ProblemAsync(await host.PostAsync(Path, body), status, code)).Field);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_class_or_a_group_is_paused_alone_and_resumed_alone()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync("""{"prompt":"x","priority":"low"}""");
        await host.SubmitAsync("""{"prompt":"x","group":"ci"}""");
        await host.PostAsync("/api/v1/queue/pause", """{"priority":"low","reason":"night"}""");
        var paused = await ApiHost.ReadAsync<QueueView>(
            await host.PostAsync("/api/v1/queue/pause", """{"group":"ci","reason":"broken"}"""), 200);
        Assert.False(paused.Paused);
        Assert.Equal(
            [("class:low", "night", "local"), ("group:ci", "broken", "local")],
            paused.Holds!.Select(hold => (hold.Name, hold.Reason!, hold.Actor!)));
        Assert.Empty(await host.Store.ClaimAsync(host.AsIf(), Stop));
        Assert.Single(
            (await ApiHost.ReadAsync<QueueView>(await host.PostAsync("/api/v1/queue/resume", """{"priority":"low"}"""), 200)).Holds!);
        Assert.Single(await host.Store.ClaimAsync(host.AsIf(), Stop));
        Assert.Null((await ApiHost.ReadAsync<QueueView>(await host.PostAsync("/api/v1/queue/resume", """{"group":"ci"}"""), 200)).Holds);
        Assert.Single(await host.Store.ClaimAsync(host.AsIf(), Stop));
        foreach (var verb in new[] { "pause", "resume" })
            Assert.Equal(
                "group",
                (
                    await ApiHost.ProblemAsync(
                        await host.PostAsync($"/api/v1/queue/{verb}", """{"group":"ci","priority":"low"}"""), 422,
                        ErrorCodes.InvalidField)).Field);
    }

    private static (int Matched, int Retried) Counts(RetryReceipt receipt) => (receipt.Matched, receipt.Retried);

    private static async Task<RetryReceipt> RetryAsync(ApiHost host, string body) =>
        await ApiHost.ReadAsync<RetryReceipt>(await host.PostAsync(Path, body), 200);

    /// <summary>Tasks of an agent that run once and fail for good.</summary>
    private static async Task FailAsync(ApiHost host, string agent, int count, EndingClass ending = EndingClass.Invalid)
    {
        await host.PostAsync(
            "/api/v1/tasks/batch",
            $$"""{"tasks":[{{string.Join(',', Enumerable.Repeat($$"""{"prompt":"x","agent":"{{agent}}"}""", count))}}]}""");
        foreach (var claimed in await host.Store.ClaimAsync(host.AsIf(), Stop))
        {
            var started = new RunStarted(claimed.Task.Id, claimed.Task.Lease!.Token, 1, 1, "boot", null, host.Now());
            await host.EndRunAsync(Assert.IsType<LeaseOutcome.Applied>(await host.Store.ConfirmAsync(started, Stop)).Task, ending);
        }
    }
}
