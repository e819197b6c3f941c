using Ccsp.Contracts;
using Ccsp.Gateway.EmergencyStop;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class EmergencyTests
{
    private const string Path = "/api/v1/emergency-stop";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_stop_is_ordered_shown_everywhere_and_cleared()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal((false, "none"), Shown(await host.GetAsync<EmergencyView>(Path)));
        var task = await host.SubmitAsync();
        await host.SubmitAsync();
        var running = await host.StartRunAsync(task.Id);
        await host.SubmitAsync("""{"prompt":"x","priority":"high","agent":"b"}""");
        var ordered = await ApiHost.ReadAsync<EmergencyView>(await host.PostAsync(Path, """{"reason":"fire"}"""), 200);
        Assert.Equal(
            (true, "stopping", false, EmergencyMode.Kill, "fire", "local"),
            (ordered.Active, ordered.Phase, ordered.AlreadyActive, ordered.Mode, ordered.Reason, ordered.Actor));
        Assert.Equal(new EmergencyRunsView(2, 0, 0, 0, 2), ordered.Runs);
        await host.EndRunAsync((await host.Store.GetAsync(running.Id, Stop))!.Task, EndingClass.Drained);

        var now = await host.GetAsync<EmergencyView>(Path);
        Assert.Equal((new EmergencyRunsView(2, 1, 0, 0, 1), "one"), (now.Runs, Assert.Single(now.Instances!).Key));
        Assert.Equal((2, 2), (now.Plan!.Ready, now.Plan.StartsAtOnce));
        Assert.Equal(
            [("b", Priority.High, false), ("default", Priority.Normal, false)],
            now.Plan.First.Select(start => (start.Agent, start.Priority, start.Resumes)));
        var queue = await host.GetAsync<QueueView>("/api/v1/queue");
        Assert.Equal("fire", queue.Emergency?.Reason);
        var explained = await host.GetAsync<ExplanationView>($"/api/v1/tasks/{task.Id}/explain");
        Assert.Equal(("emergency", "ccsp stop --clear"), (explained.Gates[0].Gate, explained.Gates[0].Action));

        var cleared = await ApiHost.ReadAsync<EmergencyView>(await host.Client.DeleteAsync(Path, Stop), 200);
        Assert.Equal((false, "cleared", "local"), (cleared.Active, cleared.Phase, cleared.ClearedBy));
        Assert.Null((await host.GetAsync<QueueView>("/api/v1/queue")).Emergency);
        Assert.Equal("cleared", (await ApiHost.ReadAsync<EmergencyView>(await host.Client.DeleteAsync(Path, Stop), 200)).Phase);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_second_order_is_told_so_and_can_only_go_further()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal((false, "holding"), Told(await OrderAsync(host, "hold")));
        Assert.Equal((true, "holding"), Told(await OrderAsync(host, "hold")));
        Assert.Equal((false, "stopped"), Told(await OrderAsync(host, "kill")));
        var lower = await OrderAsync(host, "hold");
        Assert.Equal((true, EmergencyMode.Kill, "hold it"), (lower.AlreadyActive, lower.Mode, lower.Reason));
        Assert.Equal("kill it", lower.Raised?.Reason);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{}", 422, ErrorCodes.MissingField, "reason")]
    [InlineData("", 422, ErrorCodes.MissingField, "reason")]
    [InlineData("""{"reason":""}""", 422, ErrorCodes.InvalidField, "reason")]
    [InlineData("""{"reason":"x","mode":"freeze"}""", 400, ErrorCodes.InvalidField, "mode")]
    [InlineData("""{"reason":"x","why":"y"}""", 400, ErrorCodes.UnknownField, "why")]
    public async Task A_wrong_order_is_refused_with_the_field_named_and_stops_nothing(string body, int status, string code, string field)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(field, (await ApiHost.ProblemAsync(await host.PostAsync(Path, body), status, code)).Field);
        Assert.False((await host.GetAsync<EmergencyView>(Path)).Active);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stop_file_that_still_lies_there_refuses_the_clear_with_its_place()
    {
        await using var host = await ApiHost.StartAsync();
        await OrderAsync(host, "hold");
        var file = System.IO.Path.Combine(host.Data, StopFile.Name);
        await File.WriteAllTextAsync(file, "STOP: gas", Stop);
        var refused = await ApiHost.ProblemAsync(await host.Client.DeleteAsync(Path, Stop), 409, ErrorCodes.StateConflict);
        Assert.Contains(file, refused.Detail, StringComparison.Ordinal);
        Assert.Equal(file, (await host.GetAsync<EmergencyView>(Path)).Plan!.StopFile);
        File.Delete(file);
        Assert.Equal("cleared", (await ApiHost.ReadAsync<EmergencyView>(await host.Client.DeleteAsync(Path, Stop), 200)).Phase);
    }

    [Fact(Timeout = 30_000)]
    public async Task Ready_names_the_stop_and_stays_ready_because_the_gateway_still_takes_work()
    {
        await using var host = await ApiHost.StartAsync();
        host.Readiness.Set("dispatcher", ok: true, "claims work");
        await OrderAsync(host, "drain");
        var ready = await host.GetAsync<ReadyView>("/ready");
        Assert.True(ready.Ready);
        Assert.False(ready.Components["emergency"].Ok);
        Assert.StartsWith("drain since 20", ready.Components["emergency"].Detail, StringComparison.Ordinal);
    }

    private static async Task<EmergencyView> OrderAsync(ApiHost host, string mode) =>
        await ApiHost.ReadAsync<EmergencyView>(await host.PostAsync(Path, $$"""{"reason":"{{mode}} it","mode":"{{mode}}"}"""), 200);

    private static (bool Active, string Phase) Shown(EmergencyView view) => (view.Active, view.Phase);

    private static (bool? Already, string Phase) Told(EmergencyView view) => (view.AlreadyActive, view.Phase);
}
