using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class QueueAndGateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("group:g", "{\"headroom\":{\"normal\":0.5}}", "headroom")]
    [InlineData("instance:one", "{\"ratePerMinute\":5}", "ratePerMinute")]
    [InlineData("class:low", "{\"limit\":1}", "limit")]
    public async Task A_limit_that_a_gate_would_not_keep_is_refused(string gate, string limits, string field)
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/gates/{gate}")
        {
            Content = new StringContent(limits, System.Text.Encoding.UTF8, "application/json"),
        };
        var problem = await ApiHost.ProblemAsync(
            await host.Client.SendAsync(request, TestContext.Current.CancellationToken), 422, ErrorCodes.InvalidField);
        Assert.Equal(field, problem.Field);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_gate_of_free_memory_cannot_be_closed_by_hand()
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/gates/memory:one/close", "{}"), 404, ErrorCodes.NotFound);
        Assert.Contains("instance:one", problem.Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_queue_is_told_in_figures_with_every_state_and_class()
    {
        await using var host = await ApiHost.StartAsync(new QueueOptions { Size = 500 });
        await host.SubmitAsync("""{"prompt":"x","priority":"low"}""");
        await host.SubmitAsync("""{"prompt":"x","hold":true}""");
        var queue = await host.GetAsync<QueueView>("/api/v1/queue");
        Assert.Equal((false, 2, 500, 0), (queue.Paused, queue.Depth, queue.Capacity, queue.Ended));
        Assert.Equal(["held", "blocked", "scheduled", "ready", "starting", "running", "stopping"], queue.States.Keys);
        Assert.Equal((1, 1), (queue.States["held"], queue.States["ready"]));
        Assert.Equal(["urgent", "high", "normal", "low"], queue.Classes.Keys);
        Assert.Equal(1, queue.Classes["low"].Ready);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_paused_queue_starts_nothing_until_it_is_resumed()
    {
        await using var host = await ApiHost.StartAsync();
        var paused = await ApiHost.ReadAsync<QueueView>(await host.PostAsync("/api/v1/queue/pause", """{"reason":"upgrade"}"""), 200);
        Assert.Equal((true, "upgrade", "local"), (paused.Paused, paused.Pause!.Reason, paused.Pause.Actor));
        await host.SubmitAsync();
        Assert.Empty(await host.Store.ClaimAsync(host.AsIf(), Stop));
        Assert.False((await ApiHost.ReadAsync<QueueView>(await host.Client.PostAsync("/api/v1/queue/resume", null, Stop), 200)).Paused);
        Assert.Single(await host.Store.ClaimAsync(host.AsIf(), Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task Clearing_cancels_what_the_filter_names_and_leaves_the_rest()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync("""{"prompt":"x","priority":"low"}""");
        await host.SubmitAsync("""{"prompt":"x","agent":"b"}""");
        await host.SubmitAsync();
        Assert.Equal(
            1,
            (await ApiHost.ReadAsync<QueueCleared>(await host.PostAsync("/api/v1/queue/clear", """{"priority":"low"}"""), 200)).Cancelled);
        Assert.Equal(
            1, (await ApiHost.ReadAsync<QueueCleared>(await host.PostAsync("/api/v1/queue/clear", """{"agent":"b"}"""), 200)).Cancelled);
        Assert.Equal(
            1, (await ApiHost.ReadAsync<QueueCleared>(await host.Client.PostAsync("/api/v1/queue/clear", null, Stop), 200)).Cancelled);
        Assert.Equal(
            "state",
            (
                await ApiHost.ProblemAsync(
                    await host.PostAsync("/api/v1/queue/clear", """{"state":"running"}"""), 422, ErrorCodes.InvalidField)).Field);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_clear_takes_more_than_one_step_of_the_store()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostAsync(
            "/api/v1/tasks/batch", $$"""{"tasks":[{{string.Join(',', Enumerable.Repeat("""{"prompt":"x"}""", 1000))}}]}""");
        Assert.Equal(1000, (await ApiHost.ReadAsync<QueueCleared>(await host.PostAsync("/api/v1/queue/clear", "{}"), 200)).Cancelled);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_limit_is_kept_and_obeyed_and_can_be_taken_away()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(1, (await ApiHost.ReadAsync<GateView>(await PutAsync(host, "profile:default", """{"limit":1}"""), 200)).Limit);
        await host.SubmitAsync();
        await host.SubmitAsync();
        Assert.Single(await host.Store.ClaimAsync(host.AsIf(), Stop));
        Assert.Null((await ApiHost.ReadAsync<GateView>(await PutAsync(host, "profile:default", """{"limit":null}"""), 200)).Limit);
        Assert.Single(await host.Store.ClaimAsync(host.AsIf(), Stop));
        Assert.Equal(["profile:default"], (await host.GetAsync<GateList>("/api/v1/gates")).Items.Select(gate => gate.Name));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_rate_and_a_headroom_are_kept_and_shown()
    {
        await using var host = await ApiHost.StartAsync();
        await ApiHost.ReadAsync<GateView>(
            await PutAsync(host, "profile:default", """{"ratePerMinute":12,"burst":3,"headroom":{"normal":0.8,"low":0.6}}"""), 200);
        var gate = Assert.Single((await host.GetAsync<GateList>("/api/v1/gates")).Items);
        Assert.Equal((12d, 3, new HeadroomView { Normal = 0.8, Low = 0.6 }), (gate.RatePerMinute, gate.Burst, gate.Headroom));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_gate_with_slashes_in_its_name_is_named_escaped()
    {
        await using var host = await ApiHost.StartAsync();
        var closed = await ApiHost.ReadAsync<GateView>(
            await host.PostAsync("/api/v1/gates/dir:%2Fsrv%2Fa/close", """{"reason":"moving","until":"2099-01-01T00:00:00Z"}"""), 200);
        Assert.Equal(("dir:/srv/a", true, "moving"), (closed.Name, closed.Closed, closed.Reason));
        Assert.False(
            (await ApiHost.ReadAsync<GateView>(await host.Client.PostAsync("/api/v1/gates/dir:%2Fsrv%2Fa/open", null, Stop), 200)).Closed);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("profile:default", "{\"limit\":-1}", 422, ErrorCodes.InvalidField, "limit")]
    [InlineData("profile:default", "{\"limit\":\"many\"}", 400, ErrorCodes.InvalidField, "limit")]
    [InlineData("profile:default", "{\"max\":1}", 400, ErrorCodes.UnknownField, "max")]
    [InlineData("class:low", "{\"limit\":1}", 422, ErrorCodes.InvalidField, "limit")]
    [InlineData("agent:bot", "{\"ratePerMinute\":0}", 422, ErrorCodes.InvalidField, "ratePerMinute")]
    [InlineData("agent:bot", "{\"burst\":2}", 422, ErrorCodes.InvalidField, "burst")]
    [InlineData("model:opus", "{\"headroom\":{\"normal\":1.5}}", 422, ErrorCodes.InvalidField, "headroom.normal")]
    [InlineData("model:opus", "{\"headroom\":{\"normel\":1}}", 400, ErrorCodes.InvalidField, "headroom.normel")]
    public async Task A_wrong_limit_is_refused_with_the_field_named(string gate, string body, int status, string code, string field)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(field, (await ApiHost.ProblemAsync(await PutAsync(host, gate, body), status, code)).Field);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_gate_of_no_known_kind_is_not_there_and_a_hold_does_not_end_in_the_past()
    {
        await using var host = await ApiHost.StartAsync();
        await ApiHost.ProblemAsync(await PutAsync(host, "profiles", """{"limit":1}"""), 404, ErrorCodes.NotFound);
        foreach (var path in (string[])["/api/v1/gates/profile:default/close", "/api/v1/queue/pause"])
            Assert.Equal(
                "until",
                (
                    await ApiHost.ProblemAsync(
                        await host.PostAsync(path, """{"until":"2001-01-01T00:00:00Z"}"""), 422, ErrorCodes.InvalidField)).Field);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("profile:nobody", "There is no profile 'nobody'.")]
    [InlineData("engine:nothing", "There is no engine 'nothing'.")]
    [InlineData("class:soon", "There is no class 'soon'. It must be one of urgent, high, normal, low.")]
    public async Task A_gate_no_task_can_meet_is_neither_closed_nor_limited_nor_opened(string gate, string why)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var answer in new[] { await PutAsync(host, gate, """{"limit":1}"""),
            await host.PostAsync($"/api/v1/gates/{gate}/close", "{}"), await host.PostAsync($"/api/v1/gates/{gate}/open", "{}") })
            Assert.StartsWith(why, (await ApiHost.ProblemAsync(answer, 404, ErrorCodes.NotFound)).Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(gate, (await host.GetAsync<GateList>("/api/v1/gates")).Items.Select(known => known.Name));
    }

    private static Task<HttpResponseMessage> PutAsync(ApiHost host, string gate, string json) =>
        host.Client.PutAsync($"/api/v1/gates/{gate}", new StringContent(json, Encoding.UTF8, "application/json"), Stop);
}
