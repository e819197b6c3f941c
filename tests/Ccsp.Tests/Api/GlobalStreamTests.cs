using Ccsp.Contracts;
using Ccsp.Gateway.Api.Streams;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class GlobalStreamTests
{
    private const string Path = "/api/v1/events";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_listener_without_a_position_hears_what_happens_from_now_on()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var reader = await EventReader.OpenAsync(host, Path);
        var task = await host.SubmitAsync();
        Assert.Equal(task.Id, (await reader.NextAsync())!.Json.GetProperty("taskId").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stream_cut_after_every_kth_event_and_resumed_is_the_undisturbed_stream()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 5; i++)
            await host.SubmitAsync();
        await ApiHost.ReadAsync<QueueView>(await host.PostAsync("/api/v1/queue/pause", ""), 200);
        List<SeenEvent> whole;
        await using (var reader = await EventReader.OpenAsync(host, Path, "0"))
            whole = await reader.TakeAsync(6);
        Assert.Equal("queue.paused", whole[^1].Type);
        for (var k = 1; k <= whole.Count; k++)
        {
            List<SeenEvent> seen = [];
            while (seen.Count < whole.Count)
            {
                await using var reader = await EventReader.OpenAsync(host, Path, seen.Count == 0 ? "0" : seen[^1].Id);
                seen.AddRange(await reader.TakeAsync(Math.Min(k, whole.Count - seen.Count)));
            }

            Assert.Equal(whole, seen);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Lost_notifications_are_made_up_for_from_the_store()
    {
        await using var host = await ApiHost.StartAsync();
        await using var reader = await EventReader.OpenAsync(host, Path, "0");
        host.Store.Mute = true;
        var task = await host.SubmitAsync();
        Assert.Equal(task.Id, (await reader.NextAsync())!.Json.GetProperty("taskId").GetString());
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_following_the_stream_ends_with_what_is_kept()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var reader = await EventReader.OpenAsync(host, Path + "?follow=false");
        Assert.Equal(["task.enqueued"], (await reader.ToEndAsync()).Select(seenEvent => seenEvent.Type));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_position_that_is_no_number_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await ApiHost.ProblemAsync(await host.Client.GetAsync(Path + "?after=1.2.3", Stop), 400, ErrorCodes.InvalidField);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("7", true, 7, -1, 0)]
    [InlineData("7.2.19", true, 7, 2, 19)]
    [InlineData("0.0.0", true, 0, 0, 0)]
    [InlineData("", false, 0, 0, 0)]
    [InlineData("7.2", false, 0, 0, 0)]
    [InlineData("7.2.1.1", false, 0, 0, 0)]
    [InlineData("+7.2.1", false, 0, 0, 0)]
    [InlineData("99999999999.0.0", false, 0, 0, 0)]
    public Task A_position_is_read_as_it_is_written(string text, bool valid, int seq, int run, int line)
    {
        Assert.Equal(valid, StreamPosition.TryParse(text, out var position));
        Assert.Equal(new StreamPosition(seq, run, line), position);
        if (valid && run >= 0)
            Assert.Equal(text, position.ToString());
        return Task.CompletedTask;
    }
}
