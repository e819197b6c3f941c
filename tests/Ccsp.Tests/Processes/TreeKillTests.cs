using System.Diagnostics;
using Ccsp.Gateway.Processes;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Processes;

/// <summary>The kill by scans, with scans that a test makes.</summary>
public sealed class TreeKillTests
{
    [Fact(Timeout = 120_000)]
    public async Task A_process_that_a_scan_missed_is_found_by_the_next()
    {
        using var child = Process.Start("/bin/sleep", "60");
        var scans = 0;
        // The first one falls between a fork and the end of the parent.
        Assert.Empty(await TreeKill.KillByScanAsync(() => ++scans == 1 || child.HasExited ? [] : [child.Id], TimeProvider.System));
        Assert.True(child.HasExited);
        Assert.Equal(128 + NativeMethods.SIGKILL, child.ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_does_not_end_is_reported_after_ten_seconds()
    {
        var clock = new TestClock();
        // No process has this id, so no kill ends it.
        var killing = TreeKill.KillByScanAsync(() => [int.MaxValue], clock);
        await clock.ArmedForAsync(TimeSpan.FromMilliseconds(10));
        clock.Advance(TimeSpan.FromSeconds(10));
        await clock.ArmedForAsync(TimeSpan.FromMilliseconds(10));
        Assert.False(killing.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal([int.MaxValue], await killing);
    }
}
