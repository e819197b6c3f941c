using System.Diagnostics;
using System.Text;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class AdoptionTests
{
    private static readonly string[] Slow = [SupervisorFixture.Scenario("lines", ("count", 300), ("everyMs", 5))];

    [Theory(Timeout = 240_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_live_run_is_taken_over_and_followed_on_without_a_gap(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        // In the middle it waits for a file, so that it is alive when it is taken over.
        const string script = "i=0; while [ $i -lt 300 ]; do [ $i -ne 150 ] || until [ -e go ]; do sleep 0.02; done; "
            + "printf 'line %08d\\n' $i; i=$((i+1)); done";
        var command = fixture.Command("") with { FileName = "/bin/sh", Arguments = ["-c", script] };
        var first = await fixture.StartAsync(command);
        var before = new byte[1000];
        int length;
        using (var reader = first.Follow(SpoolStream.Stdout)) length =
            await reader.ReadAsync(before, TestContext.Current.CancellationToken);

        fixture.Restart();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Exited);
        var run = fixture.Own(Assert.IsType<AdoptOutcome.Live>(await fixture.Supervisors.AdoptAsync(command.Directory)).Run);
        await File.WriteAllTextAsync(Path.Combine(fixture.Workspace, "go"), "", TestContext.Current.CancellationToken);
        var after = await SupervisorFixture.ReadToEndAsync(run, offset: length);

        Assert.Equal(first.Identity, run.Identity);
        Assert.Equal(SupervisorFixture.NumberedLines(300), Encoding.ASCII.GetString(before, 0, length) + Encoding.ASCII.GetString(after));
        Assert.Equal(0, Assert.IsType<RunExit.Code>(await run.Exited).Value);
    }

    [Theory(Timeout = 240_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_taken_over_run_can_be_stopped(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        var command = fixture.Command(SupervisorFixture.Scenario("polite", ("code", 5)));
        await SupervisorFixture.FirstByteAsync(await fixture.StartAsync(command));
        fixture.Restart();
        var run = fixture.Own(Assert.IsType<AdoptOutcome.Live>(await fixture.Supervisors.AdoptAsync(command.Directory)).Run);

        var receipt = await run.StopAsync(StopLadder.Default, TestContext.Current.CancellationToken);

        Assert.Equal(["INT"], receipt.SignalsSent);
        Assert.Equal(5, Assert.IsType<RunExit.Code>(await run.Exited).Value);
        await SupervisorFixture.NoneAliveAsync(command.Marker);
    }

    [Theory(Timeout = 240_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_ended_meanwhile_tells_its_exit_and_what_it_left_behind_can_be_killed(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        var command = fixture.Command(SupervisorFixture.Scenario("daemon"));
        await fixture.StartAsync(command);
        fixture.Restart();
        await SupervisorFixture.EventuallyAsync(() => new RunFolder(command.Directory).ReadExit() is not null, "the exit is recorded");

        var ended = Assert.IsType<AdoptOutcome.Ended>(await fixture.Supervisors.AdoptAsync(command.Directory));
        Assert.Equal(0, Assert.IsType<RunExit.Code>(ended.Exit).Value);
        Assert.Equal("family\n", await SupervisorFixture.ReadTextAsync(ended.Run));
        Assert.NotEmpty(SupervisorFixture.Alive(command.Marker));
        var receipt = await ended.Run.KillTreeAsync();
        Assert.Equal(["KILL"], receipt.SignalsSent);
        await SupervisorFixture.NoneAliveAsync(command.Marker);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_run_that_was_not_released_never_happened_and_its_folder_can_be_used_again()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command(Slow[0]);
        await fixture.StartAtGateAsync(command);
        fixture.Restart();

        Assert.IsType<AdoptOutcome.NeverReleased>(await fixture.Supervisors.AdoptAsync(command.Directory));
        await fixture.NoSupervisorAsync();
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(command.Directory, "stdout"), TestContext.Current.CancellationToken));

        using var again = await fixture.StartAsync(command);
        Assert.Equal(SupervisorFixture.NumberedLines(300), await SupervisorFixture.ReadTextAsync(again));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_folder_that_was_never_made_belongs_to_a_run_that_never_happened()
    {
        await using var fixture = new SupervisorFixture();
        Assert.IsType<AdoptOutcome.NeverReleased>(await fixture.Supervisors.AdoptAsync(Path.Combine(fixture.Root, "data", "runs", "none")));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_start_cut_off_while_its_gate_was_made_never_ran_and_can_be_made_again()
    {
        await using var fixture = new SupervisorFixture(forceScan: false);
        var command = fixture.Command(SupervisorFixture.Scenario("lines"));
        Directory.CreateDirectory(command.Directory);
        await File.WriteAllBytesAsync(Path.Combine(command.Directory, "gate"), [], TestContext.Current.CancellationToken);
        Assert.False(Assert.IsType<AdoptOutcome.NeverReleased>(await fixture.Supervisors.AdoptAsync(command.Directory)).Recorded);
        var run = await fixture.StartAsync(command);
        Assert.Equal(0, Assert.IsType<RunExit.Code>(await run.Exited).Value);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_started_run_is_never_wiped_by_a_second_start_in_its_folder()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command(Slow[0]);
        var run = await fixture.StartAsync(command);
        await SupervisorFixture.FirstByteAsync(run);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => fixture.Supervisors.StartAsync(command, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 240_000)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task When_the_supervisor_is_killed_the_run_is_lost_and_its_tree_is_killed(bool forceScan, bool watched)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        var command = fixture.Command(SupervisorFixture.Scenario("daemon", ("stay", 60_000)));
        var run = await fixture.StartAsync(command);
        await SupervisorFixture.FirstByteAsync(run);
        if (!watched) fixture.Restart();
        using (var supervisor = Process.GetProcessById(run.Identity.Pid)) supervisor.Kill();

        if (watched)
        {
            Assert.IsType<RunExit.Lost>(await run.Exited);
        }
        else
        {
            await SupervisorFixture.EventuallyAsync(() => !run.Identity.IsAlive(), "the supervisor is gone");
            var gone = Assert.IsType<AdoptOutcome.Gone>(await fixture.Supervisors.AdoptAsync(command.Directory));
            Assert.IsType<RunExit.Lost>(await gone.Run.Exited);
            Assert.Equal("family\n", await SupervisorFixture.ReadTextAsync(gone.Run));
        }
        await SupervisorFixture.NoneAliveAsync(command.Marker);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("startTime", "1")]
    [InlineData("bootId", "\"another-boot\"")]
    public async Task A_process_that_only_has_the_same_pid_is_neither_adopted_nor_touched(string field, string other)
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command(Slow[0]);
        var run = await fixture.StartAsync(command);
        await SupervisorFixture.FirstByteAsync(run);
        fixture.Restart();
        var path = Path.Combine(command.Directory, "process.json");
        var record = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        record["identity"]![field] = System.Text.Json.Nodes.JsonNode.Parse(other);
        record["marker"] = "somebody-elses";
        record["identity"]!.AsObject().Remove("tag");
        record["groups"] = new System.Text.Json.Nodes.JsonArray();
        await File.WriteAllTextAsync(path, record.ToJsonString(), TestContext.Current.CancellationToken);

        Assert.IsType<AdoptOutcome.Gone>(await fixture.Supervisors.AdoptAsync(command.Directory));
        Assert.True(run.Identity.IsAlive());
    }

    [Fact(Timeout = 240_000)]
    public async Task A_record_torn_by_a_power_loss_makes_a_released_run_lost()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command(SupervisorFixture.Scenario("exit", ("code", 0)));
        await (await fixture.StartAsync(command)).Exited;
        File.Delete(Path.Combine(command.Directory, "exit.json"));
        await File.WriteAllTextAsync(Path.Combine(command.Directory, "process.json"), "{\"identity\":{\"pid\":",
            TestContext.Current.CancellationToken);

        Assert.IsType<AdoptOutcome.Gone>(await fixture.Supervisors.AdoptAsync(command.Directory));
    }
}
