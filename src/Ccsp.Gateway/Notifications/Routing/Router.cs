using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>Decides which channel is notified, and when. Pure.</summary>
internal static class Router
{
    public static RouteDecision Decide(Notice notice, ChannelRoute route, TopicState? last, NotifyOptions options, DateTimeOffset now)
    {
        if (!IsFor(notice, route, last, options))
            return RouteDecision.Skip.Instance;
        if (IsRepeat(notice, last, options.Cooldown, now))
            return RouteDecision.Fold.Instance;
        var quiet = notice.Severity == Severity.Critical || !route.Disturbs ? null : options.Quiet?.EndAfter(now);
        return new RouteDecision.Send(quiet ?? now, notice.Resolves ? 0 : last?.Folded ?? 0);
    }

    private static bool IsFor(Notice notice, ChannelRoute route, TopicState? last, NotifyOptions options)
    {
        if (route.Channel == ChannelNames.Github && NoticeKinds.Find(notice.Kind)?.OwnIssue == true)
            return false;
        if (notice.Resolves && last is { Resolved: false })
            return true;
        return options.Kinds.GetValueOrDefault(notice.Kind)?.Channels is { } named
            ? named.Contains(route.Channel, StringComparer.Ordinal)
            : notice.Severity >= route.Minimum;
    }

    /// <summary>
    /// A higher severity is news, and so is the end of a problem. A problem that returns soon after its end counts as a repeat, otherwise a
    /// gate that flaps every minute would notify every minute; critical notices are always sent. After the clock was set back everything is
    /// news.
    /// </summary>
    private static bool IsRepeat(Notice notice, TopicState? last, TimeSpan cooldown, DateTimeOffset now)
    {
        if (last is null || now < last.At || now - last.At >= cooldown)
            return false;
        if (notice.Resolves)
            return last.Resolved;
        return notice.Severity <= last.Severity && !(last.Resolved && notice.Severity == Severity.Critical);
    }
}
