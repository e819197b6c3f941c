using System.Diagnostics;
using System.Globalization;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>
/// A drop-in call that something else ends: it says why, never ends with 0, and leaves no task that would run for nobody.
/// </summary>
public sealed class DropInStopTests
{
    [Theory(Timeout = Patience.OfTest)]
    [InlineData("deadline", 1, TaskState.Failed)]
    [InlineData("cancel", 1, TaskState.Cancelled)]
    [InlineData("emergency stop", 1, TaskState.Cancelled)]
    [InlineData("HUP", 129, TaskState.Cancelled)]
    [InlineData("QUIT", 131, TaskState.Cancelled)]
    [InlineData("ALRM", 142, TaskState.Cancelled)]
    public async Task Who_gets_no_answer_is_told_why(string how, int exitCode, TaskState ended)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        using var project = new DataFolder();
        await using var stub = await StubProcess.StartAsync(cancellationToken);
        await stub.PlayAsync(
            """{"rules":[{"when":{"prompt":"think"},"answers":[{"text":"late","delayMs":3600000}],"loop":true}]}""", cancellationToken);
        var setup = new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url };
        await using var gateway = await GatewayProcess.StartAsync(setup, cancellationToken);
        var environment = setup.Environment(new Dictionary<string, string> { ["CCSP_URL"] = gateway.Url });
        if (how == "deadline")
            environment["CCSP_TIMEOUT_SECONDS"] = "3";

        using var process = Start(environment, project.Path, "claude", "-p", "think");
        // Claude may say something of its own about being interrupted there.
        var stdout = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var stderr = process.StandardError.ReadToEndAsync(cancellationToken);
        // Where the deadline ends it, it may be over before anybody looks.
        await Poll.UntilAsync(
            async () => await gateway.Rest.ListAsync(cancellationToken) is [{ State: >= TaskState.Running }, ..], "the run began",
            cancellationToken);
        var id = (await gateway.Rest.ListAsync(cancellationToken))[0].Id;
        foreach (var warning in how == "deadline" ? [] : (string[])["USR1", "USR2"])
            await StopAsync(warning, id, process.Id, gateway, environment, data, cancellationToken);
        await StopAsync(how, id, process.Id, gateway, environment, data, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        Assert.True(exitCode == process.ExitCode, $"{how}: exit {process.ExitCode}, stderr {await stderr}");
        Assert.DoesNotContain("late", await stdout, StringComparison.Ordinal);
        Assert.Contains($"task {id}", await stderr, StringComparison.Ordinal);
        Assert.Equal(ended, (await gateway.Rest.GetAsync(id, cancellationToken)).State);
    }

    [Theory(Timeout = Patience.OfTest)]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    public async Task A_run_whose_terminal_goes_leaves_no_task_behind(string signal)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(cancellationToken);
        await stub.PlayAsync("""{"rules":[{"when":{"prompt":"think"},"answers":[{"text":"late","delayMs":3600000}],"loop":true}]}""",
            cancellationToken);
        var setup = new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url };
        await using var gateway = await GatewayProcess.StartAsync(setup, cancellationToken);
        var environment = setup.Environment(new Dictionary<string, string> { ["CCSP_URL"] = gateway.Url });
        using var project = new DataFolder();
        using var process = Start(environment, project.Path, "run", "think");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var stderr = process.StandardError.ReadToEndAsync(cancellationToken);
        await Poll.UntilAsync(async () => await gateway.Rest.ListAsync(cancellationToken) is [{ State: TaskState.Running }, ..],
            "the run began", cancellationToken);
        var id = (await gateway.Rest.ListAsync(cancellationToken))[0].Id;
        await StopAsync(signal, id, process.Id, gateway, environment, data, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        Assert.True(process.ExitCode == 130, $"{signal}: exit {process.ExitCode}, stderr {await stderr}");
        Assert.Equal("", await output);
        Assert.Equal(TaskState.Cancelled, (await gateway.Rest.GetAsync(id, cancellationToken)).State);
    }

    private static Process Start(IReadOnlyDictionary<string, string> environment, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Ccsp, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static async Task StopAsync(
        string how, string id, int processId, GatewayProcess gateway, IReadOnlyDictionary<string, string> environment, DataFolder data,
        CancellationToken cancellationToken)
    {
        string[] command = how switch
        {
            "deadline" => [],
            "cancel" => [Repository.Ccsp, "tasks", "cancel", id],
            "emergency stop" => [Repository.Ccsp, "stop", "--mode", "kill", "test"],
            _ => ["/bin/kill", $"-{how}", processId.ToString(CultureInfo.InvariantCulture)],
        };
        if (command is not [var program, .. var arguments])
            return;
        var call = await Call.RunAsync(program, arguments, [], environment, data.Path, cancellationToken);
        Assert.True(call.ExitCode == 0, $"{how}: {call.Stderr}");
        Assert.False(gateway.IsDead);
    }
}
