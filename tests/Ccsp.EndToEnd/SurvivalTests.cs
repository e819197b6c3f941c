using System.Diagnostics;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>Runs outlive the gateway: nothing is lost, repeated or changed when it is killed, stopped, or away.</summary>
public sealed class SurvivalTests
{
    private const int Runs = 20;

    [Fact(Timeout = Patience.OfTest)]
    public async Task Live_runs_survive_kill_9_of_the_gateway()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(Setup(data), stop);
        var tasks = await StartRunsAsync(gateway, seconds: 10, stop);
        await gateway.KillAsync();
        await gateway.StartAgainAsync(stop);
        await AssertUndisturbedAsync(gateway, tasks, seconds: 10, stop);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task Live_runs_survive_a_planned_stop_that_ends_the_gateway_at_once()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(Setup(data), stop);
        var tasks = await StartRunsAsync(gateway, seconds: 10, stop);
        Assert.Equal(0, await gateway.TerminateAsync(stop));
        await gateway.StartAgainAsync(stop);
        await AssertUndisturbedAsync(gateway, tasks, seconds: 10, stop);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task Runs_that_end_while_the_gateway_is_away_are_found_complete()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(Setup(data), stop);
        var tasks = await StartRunsAsync(gateway, seconds: 3, stop);
        await gateway.KillAsync();
        await Poll.UntilAsync(() => Survivors.Of(data.Path).Count == 0, "the runs to end by themselves", stop);
        await gateway.StartAgainAsync(stop);
        await AssertUndisturbedAsync(gateway, tasks, seconds: 3, stop);
    }

    private static GatewaySetup Setup(DataFolder data) => new() { DataFolder = data.Path, MaxConcurrent = Runs + 1 };

    private static async Task<IReadOnlyList<TaskView>> StartRunsAsync(GatewayProcess gateway, int seconds,
        CancellationToken cancellationToken)
    {
        var tasks = new List<TaskView>();
        for (var i = 0; i < Runs; i++)
            tasks.Add(await gateway.Rest.SubmitAsync(new TaskSubmission { Engine = "fake", Prompt = Script(seconds) }, cancellationToken));
        foreach (var task in tasks)
            await Poll.UntilAsync(async () => (await gateway.Rest.OutputAsync(task.Id, cancellationToken)).Length > 0,
                $"task {task.Id} to write", cancellationToken);
        return tasks;
    }

    private static async Task AssertUndisturbedAsync(
        GatewayProcess gateway, IReadOnlyList<TaskView> tasks, int seconds, CancellationToken cancellationToken)
    {
        var expected = await UndisturbedOutputAsync(seconds, cancellationToken);
        foreach (var task in tasks)
        {
            var events = await gateway.Rest.EventsAsync(task.Id, cancellationToken);
            MainJobTests.AssertGapFree([.. events.Select(pair => pair.Event)]);
            var ended = await gateway.Rest.GetAsync(task.Id, cancellationToken);
            Assert.True(ended.State == TaskState.Succeeded, $"{ended.State}: {ended.Ending?.Message}");
            Assert.Equal(1, ended.Runs);
            Assert.Equal(expected, await gateway.Rest.OutputAsync(task.Id, cancellationToken));
        }

        Assert.Empty(Survivors.Of(gateway.DataFolder));
    }

    /// <summary>What the same script writes when nothing happens to it.</summary>
    private static async Task<byte[]> UndisturbedOutputAsync(int seconds, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Repository.FakeAgent, ["--scenario", Script(seconds)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return output.ToArray();
    }

    /// <summary>Numbered lines, one each 50 ms.</summary>
    private static string Script(int seconds) => $$"""{"species":"lines","count":{{seconds * 20}},"everyMs":50}""";
}
