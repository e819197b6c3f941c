using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>The emergency stop with the published program: nothing survives it, nothing is lost by it, no crash undoes it.</summary>
public sealed class EmergencyStopTests
{
    private const double GraceSeconds = 1;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience.OfTest)]
    public async Task Fifty_runs_with_grandchildren_are_stopped_by_one_command_and_finish_after_the_clear()
    {
        const int runs = 50;
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(Setup(data, runs), Stop);
        var tasks = await StartAsync(gateway, runs);
        var waiting = await gateway.Rest.SubmitAsync(new TaskSubmission { Engine = "patient", Prompt = "wait" }, Stop);

        var receipt = await CommandAsync(gateway, "stop", "the house is on fire", "--json");
        Assert.Empty(Survivors.Of(data.Path));
        Assert.Equal(new EmergencyRunsView(runs, runs, 0, 0, 0), receipt.Runs);
        Assert.Equal(("stopped", "the house is on fire", false), (receipt.Phase, receipt.Reason, receipt.AlreadyActive));
        Show(
            "all dead after the order, of which the grace is " + GraceSeconds.ToString(CultureInfo.InvariantCulture) + " s",
            receipt.StoppedAt - receipt.Since);

        Assert.Equal(0, await gateway.TerminateAsync(Stop));
        await gateway.StartAgainAsync(Stop);
        // The endings that it left without storing them are stored by the next one.
        await Poll.UntilAsync(
            async () => await NowAsync(gateway) is { Phase: "stopped", Plan.Ready: runs + 1 }, "every ending to be stored", Stop);
        var kept = await CommandAsync(gateway, "stop", "--status", "--json");
        Assert.Equal((true, "stopped", receipt.Runs), (kept.Active, kept.Phase, kept.Runs));
        Assert.Equal(runs + 1, kept.Plan!.Ready);
        Assert.Equal(tasks[0].Id, kept.Plan.First[0].Id);
        Assert.Empty(Survivors.Of(data.Path));
        // An order that a busy store is late to take is answered without a look at the one that stands.
        await Poll.UntilAsync(
            async () => (await CommandAsync(gateway, "stop", "again", "--json")).AlreadyActive == true, "the stop that stands to be told",
            Stop);

        LetThemFinish(data);
        Assert.Equal("cleared", (await CommandAsync(gateway, "stop", "--clear", "--yes", "--json")).Phase);
        foreach (var task in tasks)
            await AssertFinishedAsync(gateway, task.Id, processes: 2);
        await AssertFinishedAsync(gateway, waiting.Id, processes: 1);
    }

    [Theory(Timeout = Patience.OfTest)]
    [InlineData("kill")]
    [InlineData("emergency.after-apply")]
    [InlineData("emergency.after-commit")]
    public async Task A_gateway_killed_in_the_middle_of_the_stop_finishes_it_at_its_next_start(string how)
    {
        const int runs = 8;
        using var data = new DataFolder();
        // The runs that the order reached must outlive the gateway's own death.
        await using var gateway = await GatewayProcess.StartAsync(Setup(data, runs, graceSeconds: 6), Stop);
        var tasks = await StartAsync(gateway, runs);
        var isAnswered = true;
        if (how == "kill")
        {
            await OrderAsync(gateway);
            await gateway.KillAsync();
        }
        else
        {
            await gateway.KillAsync();
            Assert.True(await gateway.TryStartAgainAsync(new Dictionary<string, string> { ["CCSP_FAILPOINT"] = how + ":1" }, Stop));
            isAnswered = await IsAnsweredAsync(gateway);
            await gateway.Program.Exited.WaitAsync(Stop);
            await gateway.KillAsync();
        }

        // What was asked is not undone by the crash, and what was never written down never happened.
        Assert.NotEmpty(Survivors.Of(data.Path));
        await gateway.StartAgainAsync(Stop);
        if (how == "emergency.after-apply" && !isAnswered)
        {
            Assert.False((await NowAsync(gateway)).Active);
            await OrderAsync(gateway);
        }

        await Poll.UntilAsync(async () => (await NowAsync(gateway)).Phase == "stopped", "the stop to be finished", Stop);
        Assert.Equal(new EmergencyRunsView(runs, runs, 0, 0, 0), (await NowAsync(gateway)).Runs);
        Assert.Empty(Survivors.Of(data.Path));
        LetThemFinish(data);
        using var cleared = await gateway.Rest.Http.DeleteAsync("/api/v1/emergency-stop", Stop);
        cleared.EnsureSuccessStatusCode();
        foreach (var task in tasks)
            await AssertFinishedAsync(gateway, task.Id, processes: 2);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_stop_file_stops_everything_and_has_to_go_before_the_clear()
    {
        const int runs = 3;
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(Setup(data, runs), Stop);
        await StartAsync(gateway, runs);
        var file = Path.Combine(data.Path, "STOP");
        var before = DateTimeOffset.UtcNow;
        // With its content from the first moment on.
        await File.WriteAllTextAsync(file + ".new", "STOP: from the shell\n", Stop);
        File.Move(file + ".new", file);
        await Poll.UntilAsync(async () => (await NowAsync(gateway)).Phase == "stopped", "the stop file to be obeyed", Stop);
        var receipt = await NowAsync(gateway);
        Assert.Equal(
            ("from the shell", "stop file", new EmergencyRunsView(runs, runs, 0, 0, 0)), (receipt.Reason, receipt.Actor, receipt.Runs));
        Show("between the file and the order", receipt.Since - before);
        Assert.Empty(Survivors.Of(data.Path));
        Assert.Contains(file, await RefusedAsync(gateway), StringComparison.Ordinal);
        File.Delete(file);
        Assert.True((await NowAsync(gateway)).Active);
        Assert.Equal("cleared", (await CommandAsync(gateway, "stop", "--clear", "--yes", "--json")).Phase);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_run_that_is_being_stopped_at_leisure_is_hurried_by_the_emergency_stop()
    {
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(Setup(data, 2) with { GraceSeconds = 300 }, Stop);
        var task = (await StartAsync(gateway, 1))[0];
        using var answer = await gateway.Rest.Http.PostAsync($"/api/v1/tasks/{task.Id}/cancel", content: null, Stop);
        answer.EnsureSuccessStatusCode();
        await OrderAsync(gateway);
        await Poll.UntilAsync(
            async () => (await NowAsync(gateway)).Phase == "stopped", "the run to be ended long before its own grace", Stop);
        // A run without a process counts as stopped until its own ending is stored.
        await Poll.UntilAsync(
            async () => (await NowAsync(gateway)).Runs == new EmergencyRunsView(1, 0, 1, 0, 0), "the run to count as ended by its cancel",
                Stop);
        Assert.Equal(TaskState.Cancelled, (await gateway.Rest.GetAsync(task.Id, Stop)).State);
        Assert.Empty(Survivors.Of(data.Path));
    }

    /// <summary>
    /// A shell that ignores every signal it can and has children and a grandchild in a session of its own; once the file lies there it just
    /// ends.
    /// </summary>
    private static GatewaySetup Setup(DataFolder data, int runs, double graceSeconds = GraceSeconds)
    {
        var go = Path.Combine(data.Path, "go");
        var script =
            $"if [ -e '{go}' ]; then echo done; exit 0; fi; trap '' INT TERM HUP; sleep 600 & (setsid sleep 600 &); echo up; "
            + "while :; do wait; sleep 600; done";
        return new GatewaySetup
        {
            DataFolder = data.Path,
            // One slot is kept for urgent tasks.
            MaxConcurrent = runs + 1,
            MoreEngines = $$"""
                "patient": { "kind": "command", "output": "text",
                             "command": ["/bin/sh", "-c", {{JsonSerializer.Serialize(script, Plain.Default.String)}}] }
                """,
            More = new Dictionary<string, string>
            {
                ["CCSP__EMERGENCY_STOP__GRACE_SECONDS"] = graceSeconds.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private static void LetThemFinish(DataFolder data) => File.WriteAllText(Path.Combine(data.Path, "go"), "");

    private static async Task<IReadOnlyList<TaskView>> StartAsync(GatewayProcess gateway, int runs)
    {
        var tasks = new List<TaskView>();
        for (var i = 0; i < runs; i++)
            tasks.Add(await gateway.Rest.SubmitAsync(new TaskSubmission { Engine = "patient", Prompt = "wait" }, Stop));
        foreach (var task in tasks)
        {
            await Poll.UntilAsync(
                async () => (await gateway.Rest.GetAsync(task.Id, Stop)).State == TaskState.Running, $"task {task.Id} to run", Stop);
            await Poll.UntilAsync(
                async () => (await gateway.Rest.OutputAsync(task.Id, Stop)).Length > 0, $"task {task.Id} to have its family", Stop);
        }

        return tasks;
    }

    private static async Task AssertFinishedAsync(GatewayProcess gateway, string id, int processes)
    {
        var ended = await gateway.Rest.EndedAsync(id, Stop);
        Assert.Equal((TaskState.Succeeded, 1), (ended.State, ended.Runs));
        var runs = (await gateway.Rest.Http.GetFromJsonAsync($"/api/v1/tasks/{id}/runs", CcspJson.Wire.RunList, Stop))!.Items;
        Assert.Equal(processes, runs.Count);
    }

    private static async Task OrderAsync(GatewayProcess gateway)
    {
        using var answer = await gateway.Rest.Http.PostAsJsonAsync(
            "/api/v1/emergency-stop", new EmergencyOrder { Reason = "fire" }, CcspJson.Wire.EmergencyOrder, Stop);
        answer.EnsureSuccessStatusCode();
    }

    /// <returns>False when the gateway died first; an order that its store is late to take is answered and kept without it.</returns>
    private static async Task<bool> IsAnsweredAsync(GatewayProcess gateway)
    {
        try
        {
            await OrderAsync(gateway);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<EmergencyView> NowAsync(GatewayProcess gateway) =>
        (await gateway.Rest.Http.GetFromJsonAsync("/api/v1/emergency-stop", CcspJson.Wire.EmergencyView, Stop))!;

    private static async Task<EmergencyView> CommandAsync(GatewayProcess gateway, params string[] arguments)
    {
        await using var program = await ProgramAsync(gateway, arguments);
        Assert.True(program.ExitCode == 0, program.Said);
        return JsonSerializer.Deserialize(
            program.Said[program.Said.IndexOf('{', StringComparison.Ordinal)..], CcspJson.Wire.EmergencyView)!;
    }

    private static async Task<string> RefusedAsync(GatewayProcess gateway)
    {
        await using var program = await ProgramAsync(gateway, "stop", "--clear", "--yes");
        Assert.NotEqual(0, program.ExitCode);
        return program.Said;
    }

    private static async Task<ChildProgram> ProgramAsync(GatewayProcess gateway, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["CCSP_URL"] = gateway.Url, ["CCSP_DATA_DIR"] = gateway.DataFolder };
        var program = ChildProgram.Start(Repository.Ccsp, arguments, environment, gateway.DataFolder);
        await program.Exited.WaitAsync(Stop);
        return program;
    }

    private static void Show(string what, TimeSpan? time) =>
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{what}: {time?.TotalSeconds:0.00} s"));
}
