using Ccsp.Gateway.Storage;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed class FailpointsTests
{
    [Fact(Timeout = 30_000)]
    public async Task Every_moment_of_every_command_has_one_name()
    {
        await Task.Yield();
        Assert.Equal(Failpoints.Names.Distinct(), Failpoints.Names);
        Assert.Contains("finish.after-commit", Failpoints.Names);
        Assert.False(Failpoints.Armed);
    }
}
