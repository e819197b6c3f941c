using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Cli;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class TaskStreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Output_comes_after_the_start_of_its_run_and_before_its_end()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await using var reader = await EventReader.OpenAsync(host, $"/api/v1/tasks/{task.Id}/events");
        Assert.Equal("task.enqueued", (await reader.NextAsync())!.Short);
        var run = await host.StartRunAsync(task.Id);
        Assert.Equal(["task.starting", "task.started"], (await reader.TakeAsync(2)).Select(seenEvent => seenEvent.Short));
        await host.WriteAsync(task.Id, 1, "{\"type\":\"system\"}\n{\"type\":\"ass");
        Assert.Equal("1:1", (await reader.NextAsync())!.Short);
        await host.WriteAsync(task.Id, 1, "istant\"}\nlast without newline");
        Assert.Equal("1:2", (await reader.NextAsync())!.Short);
        await host.EndRunAsync(run);
        Assert.Equal(["1:3", "task.completed"], (await reader.ToEndAsync()).Select(seenEvent => seenEvent.Short));
    }

    [Fact(Timeout = 30_000)]
    public async Task Output_of_another_instance_that_cannot_be_had_is_told_and_holds_nobody_up()
    {
        await using var owner = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, "{}", 404));
        await using var host = await ApiHost.StartAsync(sharesStore: true);
        var now = host.Time.GetUtcNow();
        await host.Store.RenewAsync(new Heartbeat("two", "host", 2, owner.Url.ToString(), now, TimeSpan.FromMinutes(1), null), Stop);
        var task = await host.SubmitAsync();
        var claimed = Assert.Single(await host.Store.ClaimAsync(host.AsIf() with { InstanceId = "two" }, Stop)).Task;
        var started = new RunStarted(task.Id, claimed.Lease!.Token, 1, 1, "boot", "conversation", now);
        var running = Assert.IsType<LeaseOutcome.Applied>(await host.Store.ConfirmAsync(started, Stop)).Task;
        await host.EndRunAsync(running);
        await using var reader = await EventReader.OpenAsync(host, $"/api/v1/tasks/{task.Id}/events");
        var seen = await reader.ToEndAsync();
        Assert.Equal(
            ["task.enqueued", "task.starting", "task.started", "task.output_missing", "task.completed"],
            seen.Select(seenEvent => seenEvent.Json.GetProperty("type").GetString()));
        Assert.Contains(
            $"ccsp tasks output {task.Id} --run 1", seen[3].Json.GetProperty("data").GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_event_carries_the_envelope()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await PlayTwoRunsAsync(host);
        await using var reader = await EventReader.OpenAsync(host, $"/api/v1/tasks/{task.Id}/events");
        var started = (await reader.TakeAsync(3))[2].Json;
        Assert.Equal(("task.started", 3, 1, task.Id, ApiHost.Instance), (
            started.GetProperty("type").GetString(), started.GetProperty("taskSeq").GetInt32(), started.GetProperty("run").GetInt32(),
            started.GetProperty("taskId").GetString(), started.GetProperty("instanceId").GetString()));
        Assert.EndsWith("Z", started.GetProperty("at").GetString(), StringComparison.Ordinal);
        Assert.Equal("running", started.GetProperty("data").GetProperty("state").GetString());
        Assert.True(started.GetProperty("seq").GetInt64() > 0);
        var output = (await reader.NextAsync())!.Json;
        Assert.Equal("{\"run\":1,\"line\":1,\"event\":{\"type\":\"system\",\"text\":\"世界\"}}", output.GetProperty("data").GetRawText());
    }

    [Fact(Timeout = 30_000)]
    public async Task Times_inside_the_data_of_an_event_end_in_Z_as_well()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync("""{"prompt":"x","runAt":"2099-01-01T00:00:00Z"}""");
        await using var reader = await EventReader.OpenAsync(host, $"/api/v1/tasks/{task.Id}/events");
        Assert.Equal("2099-01-01T00:00:00.000Z", (await reader.NextAsync())!.Json.GetProperty("data").GetProperty("waitUntil").GetString());
    }

    /// <summary>Whatever the position at which the connection breaks, what comes before and after it is the undisturbed stream.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_stream_cut_after_every_kth_event_and_resumed_is_the_undisturbed_stream()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await PlayTwoRunsAsync(host);
        var path = $"/api/v1/tasks/{task.Id}/events";
        List<SeenEvent> whole;
        await using (var reader = await EventReader.OpenAsync(host, path))
            whole = await reader.ToEndAsync();
        Assert.Equal(PlayedShape(), whole.Select(seenEvent => seenEvent.Short));
        Assert.Equal(whole.Count, whole.Select(seenEvent => seenEvent.Id).Distinct().Count());
        for (var k = 1; k <= whole.Count; k++)
            Assert.Equal(whole, await ResumedEveryAsync(host, path, k, whole.Count));
    }

    /// <summary>
    /// The same while the task lives: clients come and go at random, and the concatenation of what each saw is the whole.
    /// </summary>
    [Fact(Timeout = 60_000)]
    public async Task Clients_that_come_and_go_while_it_runs_miss_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var path = $"/api/v1/tasks/{task.Id}/events";
        var live = ResumedEveryAsync(host, path, 3, int.MaxValue);
        var run = await host.StartRunAsync(task.Id);
        for (var line = 1; line <= 200; line++)
            await host.WriteAsync(task.Id, 1, line % 7 == 0 ? $"text {line}\n" : $"{{\"n\":{line}}}\n");
        await host.EndRunAsync(run);
        var seen = await live;
        await using var reader = await EventReader.OpenAsync(host, path);
        Assert.Equal(await reader.ToEndAsync(), seen);
        Assert.Equal(204, seen.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_position_that_names_only_the_state_event_resumes_the_run_that_was_under_way()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await PlayTwoRunsAsync(host);
        await using var reader = await EventReader.OpenAsync(host, $"/api/v1/tasks/{task.Id}/events?after=3");
        Assert.Equal(PlayedShape().Skip(3), (await reader.ToEndAsync()).Select(seenEvent => seenEvent.Short));
    }

    [Fact(Timeout = 30_000)]
    public async Task After_the_terminal_event_there_is_nothing_more()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await PlayTwoRunsAsync(host);
        var path = $"/api/v1/tasks/{task.Id}/events";
        await using var reader = await EventReader.OpenAsync(host, path);
        var last = (await reader.ToEndAsync())[^1].Id;
        Assert.Equal(204, (int)(await host.Client.GetAsync($"{path}?after={last}", Stop)).StatusCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_retried_by_hand_goes_on_in_the_same_stream()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await host.EndRunAsync(await host.StartRunAsync(task.Id));
        await ApiHost.ReadAsync<TaskView>(await host.Client.PostAsync($"/api/v1/tasks/{task.Id}/retry", null, Stop), 200);
        var run = await host.StartRunAsync(task.Id);
        await using var reader = await EventReader.OpenAsync(host, $"/api/v1/tasks/{task.Id}/events");
        Assert.Equal("task.completed", (await reader.TakeAsync(4))[3].Short);
        await host.EndRunAsync(run);
        Assert.Equal(
            ["task.requeued", "task.starting", "task.started", "task.completed"],
                (await reader.ToEndAsync()).Select(seenEvent => seenEvent.Short));
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_following_the_stream_ends_with_what_is_there()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await host.StartRunAsync(task.Id);
        await host.WriteAsync(task.Id, 1, "{}\nhalf");
        await using var reader = await EventReader.OpenAsync(host, $"/api/v1/tasks/{task.Id}/events?follow=false");
        Assert.Equal(["task.enqueued", "task.starting", "task.started", "1:1"],
            (await reader.ToEndAsync()).Select(seenEvent => seenEvent.Short));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("plain", "{\"run\":1,\"line\":1,\"text\":\"plain\"}")]
    [InlineData("", "{\"run\":1,\"line\":1,\"text\":\"\"}")]
    [InlineData("crlf\r", "{\"run\":1,\"line\":1,\"text\":\"crlf\"}")]
    [InlineData("a\rb", "{\"run\":1,\"line\":1,\"text\":\"a\\rb\"}")]
    [InlineData("{\"a\":\r1}\r", "{\"run\":1,\"line\":1,\"event\":{\"a\":1}}")]
    [InlineData("{broken}", "{\"run\":1,\"line\":1,\"text\":\"{broken}\"}")]
    [InlineData("{\"a\":1} {\"b\":2}", "{\"run\":1,\"line\":1,\"text\":\"{\\\"a\\\":1} {\\\"b\\\":2}\"}")]
    [InlineData("[1,2]", "{\"run\":1,\"line\":1,\"text\":\"[1,2]\"}")]
    [InlineData("\u001b[31mred\0", "{\"run\":1,\"line\":1,\"text\":\"\\u001B[31mred\\u0000\"}")]
    public async Task A_line_is_an_event_when_it_is_an_object_and_text_otherwise(string line, string data)
    {
        Assert.Equal(data, await DataOfLineAsync(Encoding.UTF8.GetBytes(line)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Bytes_that_are_no_UTF8_become_replacement_characters_and_nothing_else_changes()
    {
        Assert.Equal("{\"run\":1,\"line\":1,\"text\":\"a\ufffdb世\"}", await DataOfLineAsync([(byte)'a', 0xff, (byte)'b', .. "世"u8]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_line_too_long_for_a_stream_is_cut_and_the_next_one_is_not()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var run = await host.StartRunAsync(task.Id);
        await host.WriteAsync(task.Id, 1, [.. Enumerable.Repeat((byte)'x', 9 << 20), .. "\nnext\n"u8]);
        await host.EndRunAsync(run);
        await using var reader = await EventReader.OpenAsync(host, $"/api/v1/tasks/{task.Id}/events");
        var seen = await reader.ToEndAsync();
        Assert.Equal(["1:1", "1:2"], seen.Where(seenEvent => seenEvent.Type == "task.output").Select(seenEvent => seenEvent.Short));
        var cut = seen[3].Json.GetProperty("data");
        Assert.Equal((4 << 20, true), (cut.GetProperty("text").GetString()!.Length, cut.GetProperty("truncated").GetBoolean()));
        Assert.Equal("next", seen[4].Json.GetProperty("data").GetProperty("text").GetString());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("x")]
    [InlineData("1.2")]
    [InlineData("-1.0.0")]
    [InlineData("99.0.0")]
    public async Task A_position_that_was_never_given_out_is_refused(string position)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var problem = await ApiHost.ProblemAsync(
            await host.Client.GetAsync($"/api/v1/tasks/{task.Id}/events?after={position}", Stop), 400, ErrorCodes.InvalidField);
        Assert.Equal("Last-Event-ID", problem.Field);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_silent_stream_shows_that_it_lives()
    {
        await using var host = await ApiHost.StartAsync(options: new() { KeepAliveSeconds = 1 });
        var task = await host.SubmitAsync("""{"prompt":"x","hold":true}""");
        using var response = await host.Client.GetAsync($"/api/v1/tasks/{task.Id}/events", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        string? line;
        do
            line = await lines.ReadLineAsync(Stop);
        while (line != ": keep-alive");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_unknown_task_has_no_stream()
    {
        await using var host = await ApiHost.StartAsync();
        await ApiHost.ProblemAsync(await host.Client.GetAsync("/api/v1/tasks/nope/events", Stop), 404, ErrorCodes.NotFound);
    }

    private static async Task<string> DataOfLineAsync(byte[] line)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var run = await host.StartRunAsync(task.Id);
        await host.WriteAsync(task.Id, 1, [.. line, (byte)'\n']);
        await host.EndRunAsync(run);
        await using var reader = await EventReader.OpenAsync(host, $"/api/v1/tasks/{task.Id}/events");
        return (await reader.ToEndAsync()).Single(seenEvent => seenEvent.Type == "task.output").Json.GetProperty("data").GetRawText();
    }

    /// <summary>Leaves after every k events and comes back with the last id, until the stream says that there is nothing more.</summary>
    private static async Task<List<SeenEvent>> ResumedEveryAsync(ApiHost host, string path, int k, int most)
    {
        List<SeenEvent> seen = [];
        while (seen.Count < most && (seen.Count == 0 || seen[^1].Type is not ("task.completed" or "task.failed")))
        {
            await using var reader = await EventReader.OpenAsync(host, path, seen.Count == 0 ? null : seen[^1].Id);
            seen.AddRange(await reader.TakeAsync(k));
        }

        return seen;
    }

    /// <summary>A run that crashes, a second one that succeeds.</summary>
    private static async Task<AgentTask> PlayTwoRunsAsync(ApiHost host)
    {
        var task = await host.SubmitAsync();
        var run = await host.StartRunAsync(task.Id);
        await host.WriteAsync(task.Id, 1, "{\"type\":\"system\",\"text\":\"世界\"}\nplain\n\nunfinished");
        await host.EndRunAsync(run, EndingClass.Crashed, result: null);
        await host.RescheduleAsync(task.Id);
        run = await host.StartRunAsync(task.Id);
        await host.WriteAsync(task.Id, 2, "{\"type\":\"result\"}\n");
        return await host.EndRunAsync(run);
    }

    private static string[] PlayedShape() =>
    [
        "task.enqueued", "task.starting", "task.started", "1:1", "1:2", "1:3", "1:4", "task.requeued",
        "task.ready", "task.starting", "task.started", "2:1", "task.completed",
    ];
}
