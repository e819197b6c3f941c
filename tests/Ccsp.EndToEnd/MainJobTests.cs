using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>Tasks over HTTP, run by the real Claude Code CLI against the stand-in.</summary>
public sealed class MainJobTests
{
    private static readonly Priority[] Priorities = [Priority.Low, Priority.Normal, Priority.High, Priority.Urgent];

    [Fact(Timeout = Patience.OfTest)]
    public async Task Tasks_of_mixed_priorities_succeed_with_the_usage_the_CLI_itself_reports()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url }, stop);

        var count = Repository.Full ? 200 : 8;
        var submitted = new List<TaskView>();
        for (var i = 0; i < count; i++)
            submitted.Add(
                await gateway.Rest.SubmitAsync(
                    new TaskSubmission { Prompt = $"Task number {i}", Priority = Priorities[i % 4], Agent = $"agent-{i % 3}" }, stop));

        foreach (var task in submitted)
        {
            var events = await gateway.Rest.EventsAsync(task.Id, stop);
            var ended = await gateway.Rest.GetAsync(task.Id, stop);
            Assert.True(ended.State == TaskState.Succeeded, $"{ended.State}: {ended.Ending?.Message}");
            Assert.Equal(1, ended.Runs);
            AssertUsageIsTheClis(ended, await gateway.Rest.OutputAsync(task.Id, stop));
            AssertGapFree(events.Select(pair => pair.Event).ToList());
        }
    }

    /// <summary>The last line of the raw output is the CLI's own account.</summary>
    private static void AssertUsageIsTheClis(TaskView task, byte[] stdout)
    {
        var lines = System.Text.Encoding.UTF8.GetString(stdout).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var result = JsonDocument.Parse(lines.Last(line => line.Contains("\"type\":\"result\"", StringComparison.Ordinal)));
        var told = result.RootElement;
        Assert.Equal(told.GetProperty("result").GetString(), task.Result);
        Assert.Equal(told.GetProperty("session_id").GetString(), task.ConversationId);
        Assert.Equal(told.GetProperty("total_cost_usd").GetDecimal(), task.Usage!.CostUsd);
        var usage = told.GetProperty("usage");
        Assert.Equal(usage.GetProperty("input_tokens").GetInt64(), task.Usage.InputTokens);
        Assert.Equal(usage.GetProperty("output_tokens").GetInt64(), task.Usage.OutputTokens);
        Assert.Equal(usage.GetProperty("cache_read_input_tokens").GetInt64(), task.Usage.CacheReadTokens);
        Assert.Equal(usage.GetProperty("cache_creation_input_tokens").GetInt64(), task.Usage.CacheWriteTokens);
        Assert.Equal(told.GetProperty("num_turns").GetInt32(), task.Usage.Turns);
    }

    /// <summary>State events count 1, 2, 3 … to the terminal one; output lines count 1, 2, 3 … within their run.</summary>
    internal static void AssertGapFree(IReadOnlyList<EventEnvelope> events)
    {
        var states = events.Where(envelope => envelope.Type != EventTypes.TaskOutput).ToList();
        Assert.Equal(Enumerable.Range(1, states.Count), states.Select(envelope => envelope.TaskSeq!.Value));
        Assert.Contains(
            states[^1].Type, new[] { EventTypes.TaskCompleted, EventTypes.TaskFailed, EventTypes.TaskCancelled, EventTypes.TaskExpired });
        Assert.Same(events[^1], states[^1]);
        foreach (var run in events.Where(envelope => envelope.Type == EventTypes.TaskOutput).GroupBy(envelope => envelope.Run))
            Assert.Equal(Enumerable.Range(1, run.Count()), run.Select(envelope => envelope.Data!.Value.GetProperty("line").GetInt32()));
    }
}
