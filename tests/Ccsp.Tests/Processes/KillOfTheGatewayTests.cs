using System.Diagnostics;
using System.Runtime.CompilerServices;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

/// <summary>A second process of this test program plays the gateway, so that it can really be killed.</summary>
public sealed class KillOfTheGatewayTests
{
    private const string HostFolder = "CCSP_TEST_RUN_HOST", HostStep = "CCSP_TEST_RUN_HOST_STEP",
        HostStanding = "CCSP_TEST_RUN_HOST_STANDING";
    private const string OnlyStandBy = "none";
    private const int Runs = 8, Lines = 150;

    [Theory(Timeout = 240_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_survives_kill_of_the_gateway(bool endsMeanwhile)
    {
        await using var fixture = new SupervisorFixture();
        await RunHostAsync(fixture.Root, step: "", "ready");
        if (endsMeanwhile) await fixture.NoSupervisorAsync();

        var folders = Directory.GetDirectories(Path.Combine(fixture.Root, "data", "runs"));
        Assert.Equal(Runs, folders.Length);
        foreach (var folder in folders)
        {
            var outcome = await fixture.Supervisors.AdoptAsync(folder);
            var run = fixture.Own(outcome switch
            {
                AdoptOutcome.Live live => live.Run,
                AdoptOutcome.Ended ended => ended.Run,
                _ => throw new InvalidOperationException(outcome.ToString()),
            });
            if (endsMeanwhile) Assert.IsType<AdoptOutcome.Ended>(outcome);
            Assert.Equal(SupervisorFixture.NumberedLines(Lines), await SupervisorFixture.ReadTextAsync(run));
            Assert.Equal(0, Assert.IsType<RunExit.Code>(await run.Exited).Value);
        }
    }

    [Theory(Timeout = 240_000)]
    [InlineData("folder", false)]
    [InlineData("cgroup", false)]
    [InlineData("spawned", false)]
    [InlineData("recorded", false)]
    [InlineData("folder", true)]
    [InlineData("cgroup", true)]
    [InlineData("spawned", true)]
    [InlineData("recorded", true)]
    public async Task A_gateway_killed_in_the_middle_of_a_start_leaves_a_run_that_never_happened(string step, bool standing)
    {
        await using var fixture = new SupervisorFixture();
        await RunHostAsync(fixture.Root, step, ready: null, standing);

        var folder = Assert.Single(Directory.GetDirectories(Path.Combine(fixture.Root, "data", "runs")));
        Assert.IsType<AdoptOutcome.NeverReleased>(await fixture.Supervisors.AdoptAsync(folder));
        await fixture.NoSupervisorAsync();
        Assert.Equal(0, new FileInfo(Path.Combine(folder, "stdout")).Length);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_gateway_killed_while_a_supervisor_stands_by_leaves_no_process()
    {
        await using var fixture = new SupervisorFixture();
        await RunHostAsync(fixture.Root, OnlyStandBy, "ready", standing: true);
        await fixture.NoSupervisorAsync();
    }

    private static async Task RunHostAsync(string root, string step, string? ready, bool standing = false)
    {
        var description = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        description.Environment[HostFolder] = root;
        description.Environment[HostStep] = step;
        description.Environment[HostStanding] = standing ? "yes" : "";
        using var host = Process.Start(description)!;
        if (ready is not null)
        {
            while (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != ready) { }
            if (standing)
                await SupervisorFixture.EventuallyAsync(() => SupervisorFixture.Supervising(root).Count == 1, "one supervisor stands by");
            host.Kill();
        }
        await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, host.ExitCode);
    }

    /// <summary>Runs before the entry point, which belongs to xunit; without the variable it does nothing.</summary>
    [ModuleInitializer]
    internal static void PlayGateway()
    {
        if (Environment.GetEnvironmentVariable(HostFolder) is not { Length: > 0 } root) return;
        var step = Environment.GetEnvironmentVariable(HostStep)!;
        var options = new SupervisorsOptions { DataDirectory = Path.Combine(root, "data"),
            Reached = step.Length > 0 ? KillAt(step) : null };
        var supervisors = Supervisors.Create(options, TimeProvider.System);
        if (Environment.GetEnvironmentVariable(HostStanding) is { Length: > 0 }) supervisors.StandByAsync().Wait();
        for (var number = 0; number < Runs && step != OnlyStandBy; number++)
        {
            var command = SupervisorFixture.Describe(root, Path.Combine(root, "workspace"),
                SupervisorFixture.Scenario("lines", ("count", Lines), ("everyMs", 10)));
            var run = ((StartOutcome.Started)supervisors.StartAsync(command, CancellationToken.None).GetAwaiter().GetResult()).Run;
            run.Release();
        }
        Console.WriteLine("ready");
        Thread.Sleep(Timeout.Infinite);
    }

    private static Action<string> KillAt(string step) => reached =>
    {
        if (reached == step) Process.GetCurrentProcess().Kill();
    };
}
