using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class QuietHoursTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory(Timeout = 30_000)]
    [InlineData("22:00-07:00", "2026-06-01T20:30:00Z", "2026-06-02T05:00:00Z")]
    [InlineData("22:00-07:00", "2026-06-02T03:00:00Z", "2026-06-02T05:00:00Z")]
    [InlineData("22:00-07:00", "2026-06-02T05:00:00Z", null)]
    [InlineData("22:00-07:00", "2026-06-02T12:00:00Z", null)]
    [InlineData("12:00-13:00", "2026-06-02T10:30:00Z", "2026-06-02T11:00:00Z")]
    [InlineData("09:00-09:00", "2026-06-02T07:00:00Z", null)]
    // The clock goes from 2:00 to 3:00 on 29 March, and from 3:00 back to 2:00 on 25 October.
    [InlineData("22:00-02:30", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("22:00-07:00", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z")]
    public Task They_end_by_the_clock_of_their_zone(string hours, string moment, string? end)
    {
        var quiet = QuietHours.Parse(hours, Berlin)!;
        Assert.Equal(end is null ? null : DateTimeOffset.Parse(end, null), quiet.EndAfter(DateTimeOffset.Parse(moment, null)));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("22-7")]
    [InlineData("22:00")]
    [InlineData("25:00-07:00")]
    [InlineData("")]
    public Task What_is_no_stretch_of_a_day_is_refused(string text)
    {
        Assert.Null(QuietHours.Parse(text, Berlin));
        return Task.CompletedTask;
    }
}
