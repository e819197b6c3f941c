using System.Globalization;
using Ccsp.Gateway.Notifications.Routing;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>Routes notices to the channels' outboxes in one step, together with the cursor of the routed events.</summary>
internal sealed class RouteStep(NotifyOptions options)
{
    /// <returns>Number of new notifications.</returns>
    public async ValueTask<int> RunAsync(OutboxStep outbox, IReadOnlyList<Notice> notices, long? cursor, DateTimeOffset now)
    {
        var added = 0;
        // Another instance may have routed some of them; routing them again would count them twice.
        var routed = await outbox.CursorAsync();
        foreach (var notice in notices.Where(notice => notice.Seq is not { } own || own > routed))
        {
            foreach (var route in options.Routes)
            {
                if (await RouteAsync(outbox, notice, route, now))
                    added++;
            }
        }

        if (cursor is { } seq)
            await outbox.MoveAsync(seq);
        return added;
    }

    private async ValueTask<bool> RouteAsync(OutboxStep outbox, Notice notice, ChannelRoute route, DateTimeOffset now)
    {
        var last = await outbox.TopicAsync(route.Channel, notice.Topic);
        switch (Router.Decide(notice, route, last, options, now))
        {
            case RouteDecision.Fold:
                await outbox.SetTopicAsync(route.Channel, notice.Topic, last! with { Folded = last.Folded + 1 });
                return false;
            case RouteDecision.Send send:
                return await SendAsync(outbox, notice, route, last, send, now);
            default:
                return false;
        }
    }

    private async ValueTask<bool> SendAsync(OutboxStep outbox, Notice notice, ChannelRoute route, TopicState? last,
        RouteDecision.Send send, DateTimeOffset now)
    {
        var state = new TopicState(now, notice.Resolves ? last?.Severity ?? notice.Severity : notice.Severity, notice.Resolves, Folded: 0);
        // An incident that began and ended within the quiet hours is not reported afterwards.
        if (notice.Resolves && await outbox.EndObsoleteAsync(route.Channel, notice.Topic, now))
        {
            await outbox.SetTopicAsync(route.Channel, notice.Topic, state);
            return false;
        }

        if (await outbox.WaitingAsync() >= options.Capacity)
        {
            await outbox.RefuseAsync(route.Channel);
            return false;
        }

        var body = send.Folded == 0 ? notice.Body : string.Create(CultureInfo.InvariantCulture,
            $"{notice.Body}\n\n{send.Folded} more like it since {last!.At.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}.");
        if (!await outbox.InsertAsync(route.Channel, notice, body, send.DueAt, now))
            return false;
        await outbox.SetTopicAsync(route.Channel, notice.Topic, state);
        return true;
    }
}
