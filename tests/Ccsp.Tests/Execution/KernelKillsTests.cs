using Ccsp.Gateway.Execution;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class KernelKillsTests
{
    [Fact]
    public void The_count_is_read_from_the_kernel_s_figures()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "vmstat");
        File.WriteAllText(file, "nr_free_pages 5\noom_kill_something 9\noom_kill 3\n");

        Assert.Equal(3, KernelKills.Read(file));
        Assert.Null(KernelKills.Read(Path.Combine(folder.Path, "missing")));
    }

    [Theory]
    [InlineData(9, 3, 4, true)]
    [InlineData(9, 3, 3, false)]
    [InlineData(15, 3, 4, false)]
    [InlineData(null, 3, 4, false)]
    public void Only_a_kill_signal_beside_a_kernel_s_kill_is_for_memory(int? signal, long before, long after, bool expected) =>
        Assert.Equal(expected, KernelKills.Explain(signal, before, after));

    [Fact]
    public void Where_the_kernel_does_not_count_nothing_is_claimed()
    {
        Assert.False(KernelKills.Explain(9, before: null, after: 4));
        Assert.False(KernelKills.Explain(9, before: 3, after: null));
    }
}
