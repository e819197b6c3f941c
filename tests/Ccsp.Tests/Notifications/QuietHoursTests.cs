using System.Globalization;
using Ccsp.Gateway.Notifications.Routing;
using Xunit;

namespace Ccsp.Tests.Notifications;

public sealed class QuietHoursTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("22:00", "07:00", "UTC", "2026-03-01T21:59:59Z", null)]
    [InlineData("22:00", "07:00", "UTC", "2026-03-01T22:00:00Z", "2026-03-02T07:00:00Z")]
    [InlineData("22:00", "07:00", "UTC", "2026-03-02T06:59:00Z", "2026-03-02T07:00:00Z")]
    [InlineData("22:00", "07:00", "UTC", "2026-03-02T07:00:00Z", null)]
    [InlineData("12:00", "13:30", "UTC", "2026-03-02T12:10:00Z", "2026-03-02T13:30:00Z")]
    [InlineData("22:00", "07:00", "Asia/Tokyo", "2026-03-01T13:00:00Z", "2026-03-01T22:00:00Z")]
    // The clock goes forward at 01:00Z: seven in the morning comes an hour early.
    [InlineData("22:00", "07:00", "Europe/Berlin", "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z")]
    // The hour in which the quiet ends does not exist on that day.
    [InlineData("22:00", "02:30", "Europe/Berlin", "2026-03-28T22:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("22:00", "07:00", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T06:00:00Z")]
    public Task Quiet_ends_at_its_local_time_also_when_the_clock_changes(string from, string to, string zone, string now, string? ends) => Task.Run(() =>
    {
        var quiet = new QuietHours(TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.Equal(ends is null ? null : Time(ends), quiet.EndsAt(Time(now)));
    }, TestContext.Current.CancellationToken);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
