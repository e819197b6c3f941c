using System.Globalization;
using Ccsp.Cli.Times;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class TimeTextTests
{
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    // A Wednesday, 14:00 in Vienna.
    private static readonly DateTimeOffset Now = new(2026, 1, 28, 13, 0, 0, TimeSpan.Zero);

    private static readonly TimeText Text = new(Now, Vienna);

    [Theory]
    [InlineData("+10m", "2026-01-28T13:10:00Z")]
    [InlineData("1h", "2026-01-28T14:00:00Z")]
    [InlineData("+1h30m", "2026-01-28T14:30:00Z")]
    [InlineData("1.5h", "2026-01-28T14:30:00Z")]
    [InlineData("+2d", "2026-01-30T13:00:00Z")]
    [InlineData("1w", "2026-02-04T13:00:00Z")]
    [InlineData("14:01", "2026-01-28T13:01:00Z")]
    [InlineData("14:00", "2026-01-29T13:00:00Z")]
    [InlineData("7:30", "2026-01-29T06:30:00Z")]
    [InlineData("07:30:15", "2026-01-29T06:30:15Z")]
    [InlineData("00:00", "2026-01-28T23:00:00Z")]
    [InlineData("tomorrow", "2026-01-28T23:00:00Z")]
    [InlineData("tomorrow 07:30", "2026-01-29T06:30:00Z")]
    [InlineData("today 18:00", "2026-01-28T17:00:00Z")]
    [InlineData("2026-02-01", "2026-01-31T23:00:00Z")]
    [InlineData("2026-07-01 07:30", "2026-07-01T05:30:00Z")]
    [InlineData("2026-07-01T07:30:01.5", "2026-07-01T05:30:01.5Z")]
    [InlineData("2026-07-01T07:30:00Z", "2026-07-01T07:30:00Z")]
    [InlineData("2026-07-01 07:30:00 +02:00", "2026-07-01T05:30:00Z")]
    [InlineData("2026-10-25 02:30", "2026-10-25T00:30:00Z")]
    public void A_time_to_come_is_understood(string text, string time) =>
        Assert.Equal(Parsed(time), Assert.IsType<TimeReading.Known>(Text.Coming(text)).Time);

    [Theory]
    [InlineData("2026-01-28", "is past")]
    [InlineData("yesterday 07:30", "is past")]
    [InlineData("today 13:59", "is past")]
    [InlineData("2026-01-28T12:59:59Z", "is past")]
    [InlineData("+0s", "is now")]
    [InlineData("+0m", "is now")]
    [InlineData("++10m", "is no time")]
    [InlineData("+-10m", "is no time")]
    [InlineData("PT1H", "is no time")]
    [InlineData("24:00", "is no time")]
    [InlineData("07:60", "is no time")]
    [InlineData("10000w", "is no time")]
    [InlineData("2200-01-01", "more than a hundred years away")]
    [InlineData("9999-12-31", "is no time")]
    [InlineData("9999-12-31 23:59:59", "is no time")]
    [InlineData("9999-12-31T23:59:59Z", "more than a hundred years away")]
    [InlineData("9999-12-31T23:59:59-12:00", "is no time")]
    [InlineData("0001-01-01", "is no time")]
    [InlineData("01/02/2026", "is no time")]
    [InlineData("2026-02-30", "is no time")]
    [InlineData("25:00", "is no time")]
    [InlineData("soon", "is no time")]
    [InlineData("", "is no time")]
    [InlineData("10", "is no time")]
    [InlineData("-1h", "is no time")]
    [InlineData("99999999d", "is no time")]
    [InlineData("2026-03-29 02:30", "there is no 02:30 on 2026-03-29 here: the clocks go forward then")]
    public void What_is_past_or_far_away_or_can_be_meant_in_two_ways_is_refused(string text, string why) =>
        Assert.Contains(why, Assert.IsType<TimeReading.Refused>(Text.Coming(text)).Why, StringComparison.Ordinal);

    [Theory]
    [InlineData("1h", "2026-01-28T12:00:00Z")]
    [InlineData("-90m", "2026-01-28T11:30:00Z")]
    [InlineData("14:00", "2026-01-28T13:00:00Z")]
    [InlineData("14:01", "2026-01-27T13:01:00Z")]
    [InlineData("yesterday", "2026-01-26T23:00:00Z")]
    [InlineData("2026-01-28", "2026-01-27T23:00:00Z")]
    public void A_time_that_was_is_the_latest_one(string text, string time) =>
        Assert.Equal(Parsed(time), Assert.IsType<TimeReading.Known>(Text.Gone(text)).Time);

    [Fact]
    public void Nothing_happened_since_a_time_to_come()
    {
        Assert.Contains("is still to come", Assert.IsType<TimeReading.Refused>(Text.Gone("2026-02-01")).Why, StringComparison.Ordinal);
        Assert.IsType<TimeReading.Known>(Text.Read("2026-02-01"));
    }

    [Theory]
    [InlineData("02:30", "2026-03-30T00:30:00Z")]
    [InlineData("03:30", "2026-03-29T01:30:00Z")]
    public void A_clock_time_that_the_next_day_skips_is_the_one_after(string text, string time)
    {
        var eve = new TimeText(Parsed("2026-03-28T12:00:00Z"), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Assert.Equal(Parsed(time), Assert.IsType<TimeReading.Known>(eve.Coming(text)).Time);
    }

    private static DateTimeOffset Parsed(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
