using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

/// <summary>
/// Every species in both kinds of containment, once left to its end and once stopped in the middle. Only children that clear their
/// environment and leave the session are played with cgroups alone: scans lose them when their parent ends, as their containment says.
/// </summary>
public sealed class ZooTests
{
    public static TheoryData<string, bool> Ending => Pairs(scenario => scenario.Expected is not null);

    public static TheoryData<string, bool> Everything => Pairs(_ => true);

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Ending))]
    public async Task Left_to_itself_it_ends_as_it_should_and_leaves_no_process(string name, bool forceScan)
    {
        var scenario = FakeAgentScenario.All[name];
        await using var fixture = new SupervisorFixture(forceScan);
        var command = fixture.Command(scenario.Scenario);
        using var run = await fixture.StartAsync(command);

        var output = await SupervisorFixture.ReadToEndAsync(run);
        var exit = await run.Exited;
        var receipt = await run.KillTreeAsync();

        Assert.Equal(scenario.Expected, exit with { EndedAt = default });
        Assert.Empty(receipt.Survivors);
        Assert.Empty(SupervisorFixture.Alive(command.Marker));
        await SupervisorFixture.NoneAliveAsync(command.Marker);
        AssertCgroupGone(run);
        if (scenario.Stdout is { } expected) Assert.Equal(expected, output);
        var written = await File.ReadAllBytesAsync(Path.Combine(command.Directory, "stdout"), TestContext.Current.CancellationToken);
        // An heir may write between the end that was read and its kill.
        Assert.Equal(scenario.HasWritingHeir ? written[..output.Length] : written, output);
        Assert.True(scenario.IsSilent || output.Length > 0, "nothing was read");
    }

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Everything))]
    public async Task Stopped_in_the_middle_it_leaves_no_process(string name, bool forceScan)
    {
        var scenario = FakeAgentScenario.All[name];
        await using var fixture = new SupervisorFixture(forceScan);
        var command = fixture.Command(scenario.Cancelled ?? scenario.Scenario);
        using var run = await fixture.StartAsync(command);
        if (!scenario.IsSilent) await SupervisorFixture.FirstByteAsync(run);

        var receipt = await run.StopAsync(SupervisorFixture.Brisk, TestContext.Current.CancellationToken);

        Assert.Empty(receipt.Survivors);
        Assert.Empty(SupervisorFixture.Alive(command.Marker));
        await SupervisorFixture.NoneAliveAsync(command.Marker);
        AssertCgroupGone(run);
        Assert.True(run.Exited.IsCompletedSuccessfully);
        Assert.IsNotType<RunExit.Lost>(await run.Exited);
    }

    private static void AssertCgroupGone(SupervisedRun run)
    {
        if (run.Identity.Cgroup is { } group) Assert.False(Directory.Exists(group), $"{group} is still there");
    }

    private static TheoryData<string, bool> Pairs(Func<FakeAgentScenario, bool> wanted)
    {
        var data = new TheoryData<string, bool>();
        foreach (var (name, scenario) in FakeAgentScenario.All)
            if (wanted(scenario))
            {
                data.Add(name, false);
                if (!scenario.NeedsCgroup) data.Add(name, true);
            }
        return data;
    }
}
