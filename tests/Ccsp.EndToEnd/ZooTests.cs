using System.Globalization;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>Badly behaved agents through the whole gateway: a cancel leaves nothing behind, a flood costs no memory.</summary>
public sealed class ZooTests
{
    public static TheoryData<string> Stubborn =>
    [
        """{"species":"deaf"}""",
        """{"species":"daemon"}""",
        """{"species":"heir"}""",
        """{"species":"nohup"}""",
        """{"species":"fork"}""",
        """{"species":"group"}""",
        """{"species":"respawn"}""",
        """{"species":"hang-first"}""",
        """{"species":"hang-middle"}""",
        """{"species":"stderr-flood"}""",
        """{"species":"lines","count":1000000,"everyMs":20}""",
    ];

    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Stubborn))]
    public async Task A_cancelled_run_leaves_no_process_behind(string script)
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path }, stop);
        var task = await gateway.Rest.SubmitAsync(new TaskSubmission { Engine = "fake", Prompt = script, Retries = 0 }, stop);
        await Poll.UntilAsync(
            async () => (await gateway.Rest.GetAsync(task.Id, stop)).State is not (TaskState.Ready or TaskState.Starting),
            "the run to begin", stop);
        using var answer = await gateway.Rest.Http.PostAsync($"/api/v1/tasks/{task.Id}/cancel", content: null, stop);
        var ended = await gateway.Rest.EndedAsync(task.Id, stop);
        Assert.Contains(ended.State, new[] { TaskState.Cancelled, TaskState.Succeeded, TaskState.Failed });
        if (answer.IsSuccessStatusCode)
            Assert.Equal(TaskState.Cancelled, ended.State);
        // Seen the moment the end is told: what is cancelled is over.
        Assert.Empty(Survivors.Of(data.Path));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_flood_of_output_leaves_the_gateways_memory_flat()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path }, stop);
        var warm = await gateway.Rest.SubmitAsync(
            new TaskSubmission { Engine = "fake", Prompt = """{"species":"flood","bytes":20000000}""" }, stop);
        await gateway.Rest.EndedAsync(warm.Id, stop);
        var before = PeakMiB(gateway.Program.Id);
        var flood = await gateway.Rest.SubmitAsync(
            new TaskSubmission { Engine = "fake", Prompt = """{"species":"flood","bytes":800000000,"mbPerSecond":200}""" }, stop);
        await Poll.UntilAsync(
            async () => (await gateway.Rest.GetAsync(flood.Id, stop)).State > TaskState.Stopping, "the flood to end", stop);
        var grown = PeakMiB(gateway.Program.Id) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"peak before {before} MiB, grown by {grown} MiB");
        Assert.Equal(TaskState.Succeeded, (await gateway.Rest.GetAsync(flood.Id, stop)).State);
        Assert.True(grown <= 64, $"the gateway grew by {grown} MiB");
    }

    /// <summary>The most memory the process ever had resident.</summary>
    private static long PeakMiB(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture) / 1024;
    }
}
