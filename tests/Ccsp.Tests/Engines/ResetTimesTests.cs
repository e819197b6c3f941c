using Ccsp.Gateway.Engines.Endings;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class ResetTimesTests
{
    [Theory]
    [InlineData("five_hour", 4.9, 4.9)]
    [InlineData("five_hour", 5.1, 5.1)]
    [InlineData("five_hour", 8, 5.0)]
    [InlineData("seven_day", 8, 8.0)]
    [InlineData("seven_day_opus", 200, 168.0)]
    [InlineData("overage", 700, 700.0)]
    [InlineData(null, 700, 700.0)]
    [InlineData("five_hour", -0.1, -0.1)]
    [InlineData("five_hour", -3, null)]
    [InlineData("five_hour", 900_000, null)]
    public void A_window_ends_no_later_than_its_name_allows_whatever_the_providers_clock_says(
        string? window, double toldInHours, double? believedInHours) =>
        Assert.Equal(
            believedInHours is { } hours ? SampleTasks.Noon.AddHours(hours) : null,
            ResetTimes.Believe(window, SampleTasks.Noon.AddHours(toldInHours), SampleTasks.Noon));
}
