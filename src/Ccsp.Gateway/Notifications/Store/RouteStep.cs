using System.Globalization;
using Ccsp.Gateway.Notifications.Routing;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>Routes notices to the channels' outboxes in one step, with the place in the events up to which it was done.</summary>
internal sealed class RouteStep(NotifyOptions options)
{
    /// <returns>How many notifications are new.</returns>
    public int Run(IOutboxTable table, IReadOnlyList<Notice> notices, long? cursor, DateTimeOffset now)
    {
        var added = 0;
        // Somebody else may have routed some since their events were read; told again, they would count as more of their kind.
        var routed = table.Cursor;
        foreach (var notice in notices.Where(notice => notice.Seq is not { } own || own > routed))
            added += options.Routes.Count(route => Route(table, notice, route, now));
        if (cursor is { } seq)
            table.Move(seq);
        return added;
    }

    private bool Route(IOutboxTable table, Notice notice, ChannelRoute route, DateTimeOffset now)
    {
        var last = table.Topic(route.Channel, notice.Topic);
        switch (Router.Decide(notice, route, last, options, now))
        {
            case RouteDecision.Fold:
                table.SetTopic(route.Channel, notice.Topic, last! with { Folded = last.Folded + 1 });
                return false;
            case RouteDecision.Send send:
                return Send(table, notice, route, last, send, now);
            default:
                return false;
        }
    }

    private bool Send(IOutboxTable table, Notice notice, ChannelRoute route, TopicState? last, RouteDecision.Send send, DateTimeOffset now)
    {
        var state = new TopicState(now, notice.Resolves ? last?.Severity ?? notice.Severity : notice.Severity, notice.Resolves, Folded: 0);
        // Trouble that came and went while nobody was to be woken is not told in the morning.
        if (notice.Resolves && table.EndObsolete(route.Channel, notice.Topic, now))
        {
            table.SetTopic(route.Channel, notice.Topic, state);
            return false;
        }

        if (table.Waiting >= options.Capacity)
        {
            table.Refuse(route.Channel);
            return false;
        }

        var body = send.Folded == 0 ? notice.Body : string.Create(CultureInfo.InvariantCulture,
            $"{notice.Body}\n\n{send.Folded} more like it since {last!.At.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}.");
        if (!table.Insert(route.Channel, notice, body, send.DueAt, now))
            return false;
        table.SetTopic(route.Channel, notice.Topic, state);
        return true;
    }
}
