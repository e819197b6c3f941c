using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class RunTests
{
    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_writes_its_spools_and_records_its_exit(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("lines", ("count", 1000), ("code", 7))));

        Assert.Equal(SupervisorFixture.NumberedLines(1000), await SupervisorFixture.ReadTextAsync(run));
        var exit = Assert.IsType<RunExit.Code>(await run.Exited);
        Assert.Equal(7, exit.Value);
        Assert.InRange(exit.EndedAt, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1));
    }
}
