using System.Globalization;
using Ccsp.Gateway.Engines.Endings;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class ResetTextTests
{
    // A Friday.
    private const string Noon = "2026-11-20T12:00:00Z";

    [Theory(Timeout = 30_000)]
    [InlineData("resets 3:53pm (UTC)", "UTC", "2026-11-20T15:53:00Z")]
    [InlineData("resets 3pm", "America/New_York", "2026-11-20T20:00:00Z")]
    [InlineData("resets 11am", "UTC", "2026-11-21T11:00:00Z")]
    [InlineData("resets 11:57am", "UTC", "2026-11-20T11:57:00Z")]
    [InlineData("resets 12am (UTC)", "UTC", "2026-11-21T00:00:00Z")]
    [InlineData("resets 12pm (UTC)", "UTC", "2026-11-20T12:00:00Z")]
    [InlineData("resets 15:30", "UTC", "2026-11-20T15:30:00Z")]
    [InlineData("resets Mon 12:00am", "UTC", "2026-11-23T00:00:00Z")]
    [InlineData("resets Friday 6pm", "UTC", "2026-11-20T18:00:00Z")]
    [InlineData("resets Fri 6am", "UTC", "2026-11-27T06:00:00Z")]
    [InlineData("resets Nov 23, 4:32pm (UTC)", "Asia/Tokyo", "2026-11-23T16:32:00Z")]
    [InlineData("resets Nov 23 at 4pm (Asia/Tokyo)", "UTC", "2026-11-23T07:00:00Z")]
    [InlineData("resets Jan 1, 2027, 9am (UTC)", "UTC", "2027-01-01T09:00:00Z")]
    [InlineData("resets 12:00am UTC)", "Asia/Tokyo", "2026-11-21T00:00:00Z")]
    [InlineData("will reset at 7pm (Asia/Tokyo).", "UTC", "2026-11-21T10:00:00Z")]
    [InlineData("resets 3am", "Asia/Tokyo", "2026-11-20T18:00:00Z")]
    [InlineData("resets in 3 hours", "UTC", "2026-11-20T15:00:00Z")]
    [InlineData("resets in 2d 1h", "UTC", "2026-11-22T13:00:00Z")]
    [InlineData("reached|1795183200", "UTC", "2026-11-20T14:00:00Z")]
    [InlineData("You will regain access on 2026-12-01 at 00:00 UTC.", "UTC", "2026-12-01T00:00:00Z")]
    public Task A_reset_is_found_in_every_known_form(string text, string zone, string expected)
    {
        Assert.Equal(At(expected), ResetText.Find(text, At(Noon), TimeZoneInfo.FindSystemTimeZoneById(zone)));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("nothing here")]
    [InlineData("resets 3 times")]
    [InlineData("resets 13pm")]
    [InlineData("resets 25:00")]
    [InlineData("resets Feb 30, 4pm")]
    [InlineData("reached|1735689600")]
    [InlineData("reached|99999999999999999999")]
    [InlineData("a|b|12")]
    [InlineData("resets Nov 23, 0, 4pm")]
    public Task What_is_no_plausible_reset_is_none(string text)
    {
        Assert.Null(ResetText.Find(text, At(Noon), TimeZoneInfo.Utc));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("2027-03-27T22:00:00Z", "2:30am", "2027-03-28T01:30:00Z")] // skipped by the clocks: an hour later
    [InlineData("2027-10-30T22:00:00Z", "2:30am", "2027-10-31T01:30:00Z")] // comes twice: the standard time
    public Task A_clock_change_moves_the_reset_and_breaks_nothing(string now, string clock, string expected)
    {
        Assert.Equal(At(expected), ResetText.Find($"resets {clock} (Europe/Berlin)", At(now), TimeZoneInfo.Utc));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task Any_text_is_searched_without_an_exception_and_what_is_found_is_near()
    {
        var words = Gen.Elements(
            "resets ", "in ", "at ", "Mon ", "Feb ", "31", ", ", "12", ":", "60", "am", "pm", " (", "UTC", "Europe/Berlin", ")", "|",
            "1795183200", "9999", "2h", "5m", "0");
        var now = At(Noon);

        Prop.ForAll(words.ListOf().Select(list => string.Concat(list)).ToArbitrary(), text =>
            ResetText.Find(text, now, TimeZoneInfo.Utc) is not { } found || (found > now.AddDays(-2) && found < now.AddDays(63)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        return Task.CompletedTask;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
