using System.Text;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class ActivityTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory(Timeout = 240_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_run_with_a_child_is_alive(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        var run = await StartAsync(fixture, "mkfifo wait; exec 3<>wait; /bin/sh -c 'echo begun; read -r _ <&3'; echo never");
        await SupervisorFixture.EventuallyAsync(() => run.Activity().Output > 0,
            "the child runs: its first word, as mkfifo was a child too");
        var seen = run.Activity();
        Assert.True(seen.IsAliveSince(seen, Second));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_silent_run_that_computes_is_alive()
    {
        await using var fixture = new SupervisorFixture();
        var run = await StartAsync(fixture, "while :; do :; done");
        var first = run.Activity();
        await SupervisorFixture.EventuallyAsync(() => run.Activity().IsAliveSince(first, Second), "processor time is used");
        Assert.Equal(0, run.Activity().Children);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_run_that_waits_without_a_child_does_nothing()
    {
        await using var fixture = new SupervisorFixture();
        var run = await StartAsync(fixture, "mkfifo wait; exec 3<>wait; echo begun; read -r _ <&3");
        await SupervisorFixture.EventuallyAsync(() => run.Activity().Output > 0, "it wrote its first line");
        var first = run.Activity();
        Assert.False(run.Activity().IsAliveSince(first, TimeSpan.FromHours(1)));
    }

    private static Task<SupervisedRun> StartAsync(SupervisorFixture fixture, string script) =>
        fixture.StartAsync(fixture.Command("") with { FileName = "/bin/sh", Arguments = ["-c", script],
        Stdin = Encoding.UTF8.GetBytes("") });
}
