using System.Globalization;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class BootClockTests
{
    [Fact]
    public void Its_timestamps_are_the_time_since_boot_that_the_supervisors_read()
    {
        var before = SinceBoot();
        var seconds = BootClock.Instance.GetElapsedTime(0).TotalSeconds;
        // The file has hundredths of a second, cut off.
        Assert.InRange(seconds, before, SinceBoot() + 0.01);
    }

    private static double SinceBoot() => double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
}
