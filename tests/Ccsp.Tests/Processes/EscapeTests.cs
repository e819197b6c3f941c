using System.Globalization;
using System.Security.Cryptography;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

/// <summary>Without cgroups: processes that give up everything a run is known by, but not the limit they inherited.</summary>
public sealed class EscapeTests
{
    public static TheoryData<string> Escapes =>
    [
        "setsid sleep {0} &",
        "(setsid env -i /usr/bin/setsid /bin/sleep {0} &)",
        "(env -i setsid sh -c 'sleep {0} & exit' &)",
        "(env -i setsid sh -c '(setsid sh -c \"sleep {0} & exit\" &) & exit' &)",
    ];

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Escapes))]
    public async Task Nothing_of_a_run_survives_its_stop(string escape)
    {
        await using var fixture = new SupervisorFixture(forceScan: true);
        var (command, seconds) = Command(fixture, escape);
        using var run = await fixture.StartAsync(command);
        await SleepersAsync(seconds, 2);
        var receipt = await run.StopAsync(SupervisorFixture.Brisk, TestContext.Current.CancellationToken);
        Assert.Empty(receipt.Survivors);
        Assert.Empty(Sleepers(seconds));
    }

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Escapes))]
    public async Task The_supervisor_finds_them_at_the_deadline_while_the_gateway_is_away(string escape)
    {
        await using var fixture = new SupervisorFixture(forceScan: true);
        var (command, seconds) = Command(fixture, escape);
        var deadline = command with { Deadline = TimeSpan.FromSeconds(6), DeadlineGrace = TimeSpan.FromSeconds(1) };
        await fixture.StartAsync(deadline);
        await SleepersAsync(seconds, 2);
        fixture.Restart();
        await SupervisorFixture.EventuallyAsync(() => new RunFolder(command.Directory).ReadExit() is not null, "the exit is recorded");
        Assert.Empty(Sleepers(seconds));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_later_gateway_finds_them_when_the_supervisor_was_killed()
    {
        await using var fixture = new SupervisorFixture(forceScan: true);
        var (command, seconds) = Command(fixture, "(env -i setsid sh -c 'sleep {0} & exit' &)");
        var run = await fixture.StartAsync(command);
        await SleepersAsync(seconds, 2);
        var supervisor = run.Identity;
        fixture.Restart();
        Assert.Equal(0, NativeMethods.Kill(supervisor.Pid, NativeMethods.SIGKILL));
        await SupervisorFixture.EventuallyAsync(() => !supervisor.IsAlive(), "the supervisor is gone");
        Assert.IsType<AdoptOutcome.Gone>(await fixture.Supervisors.AdoptAsync(command.Directory));
        Assert.Empty(Sleepers(seconds));
    }

    [Fact(Timeout = 240_000)]
    public async Task Where_nothing_can_be_marked_a_living_parent_still_ties_its_child_to_the_run()
    {
        await using var fixture = new SupervisorFixture(forceScan: true);
        var (command, seconds) = Command(fixture, "env -i setsid sleep {0} &");
        using var run = await fixture.StartAsync(command);
        await SleepersAsync(seconds, 2);
        Assert.Contains(Sleepers(seconds), pid => ProcStat.Read(pid)!.Value.Session != run.Identity.Pid);
        var found = ProcessTree.Find(run.Identity with { Tag = null }, command.Marker, cli: null);
        Assert.Empty(Sleepers(seconds).Except(found));
        await run.StopAsync(SupervisorFixture.Brisk, TestContext.Current.CancellationToken);
        Assert.Empty(Sleepers(seconds));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_stop_leaves_the_processes_of_another_run_alone()
    {
        await using var fixture = new SupervisorFixture(forceScan: true);
        var (first, ended) = Command(fixture, "(env -i setsid sh -c 'sleep {0} & exit' &)");
        var (second, kept) = Command(fixture, "(env -i setsid sh -c 'sleep {0} & exit' &)");
        using var one = await fixture.StartAsync(first);
        using var other = await fixture.StartAsync(second);
        await SleepersAsync(ended, 2);
        await SleepersAsync(kept, 2);
        await one.StopAsync(SupervisorFixture.Brisk, TestContext.Current.CancellationToken);
        Assert.Equal((0, 2), (Sleepers(ended).Count, Sleepers(kept).Count));
        await other.StopAsync(SupervisorFixture.Brisk, TestContext.Current.CancellationToken);
        Assert.Empty(Sleepers(kept));
    }

    [Fact(Timeout = 240_000)]
    public async Task What_holds_the_runs_together_is_told()
    {
        await using var fixture = new SupervisorFixture(forceScan: true);
        Assert.True(Assert.IsType<Containment.Scan>(fixture.Supervisors.Containment).Tags);
    }

    private static (SupervisedCommand Command, string Seconds) Command(SupervisorFixture fixture, string escape)
    {
        // Long, and told from every other sleep on the machine.
        var seconds = RandomNumberGenerator.GetInt32(100_000_000, 999_999_999).ToString(CultureInfo.InvariantCulture);
        var script = string.Format(CultureInfo.InvariantCulture, escape, seconds) + $"\nsleep {seconds}";
        return (fixture.Command("") with { FileName = "/bin/sh", Arguments = ["-c", script] }, seconds);
    }

    private static Task SleepersAsync(string seconds, int count) =>
        SupervisorFixture.EventuallyAsync(() => Sleepers(seconds).Count == count, "the processes sleep");

    private static List<int> Sleepers(string seconds) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid != 0 && ProcStat.Read(pid) is { IsDead: false }
            && ProcFile.ReadText($"/proc/{pid}/cmdline")?.EndsWith($"sleep\0{seconds}\0", StringComparison.Ordinal) == true)];
}
