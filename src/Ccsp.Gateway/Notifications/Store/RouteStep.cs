using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>Routes notices to the channels' outboxes in one step, with the place in the events up to which it was done. Writer thread only.</summary>
internal sealed class RouteStep(NotifyOptions options)
{
    private const string HeardSql = "SELECT at, severity, resolved, folded FROM notification_topic WHERE channel = ?1 AND topic = ?2";
    private const string HearSql =
        "INSERT INTO notification_topic (channel, topic, at, severity, resolved, folded) VALUES (?1, ?2, ?3, ?4, ?5, 0) " +
        "ON CONFLICT DO UPDATE SET at = ?3, severity = ?4, resolved = ?5, folded = 0";
    private const string FoldSql = "UPDATE notification_topic SET folded = folded + 1 WHERE channel = ?1 AND topic = ?2";
    private const string MootSql = "UPDATE notification SET state = 4, done_at = ?3 WHERE channel = ?1 AND topic = ?2 AND state = 0 AND tries = 0 AND due_at > ?3";
    private const string WaitingSql = "SELECT count(*) FROM notification WHERE state < 2";
    private const string RefuseSql =
        "INSERT INTO notification_channel (name, refused) VALUES (?1, 1) ON CONFLICT DO UPDATE SET refused = refused + 1";
    private const string CursorSql = "UPDATE notification_cursor SET seq = max(seq, ?1)";

    /// <returns>How many notifications are new.</returns>
    public int Run(SqliteStatements db, IReadOnlyList<Notice> notices, long? cursor, DateTimeOffset now)
    {
        var added = 0;
        foreach (var notice in notices)
            added += options.Routes.Count(route => Route(db, notice, route, now));
        if (cursor is { } seq)
            db[CursorSql].Bind(1, seq).Run();
        return added;
    }

    private bool Route(SqliteStatements db, Notice notice, ChannelRoute route, DateTimeOffset now)
    {
        var last = Heard(db, route.Channel, notice.Topic);
        switch (Router.Decide(notice, route, last, options, now))
        {
            case RouteDecision.Fold:
                db[FoldSql].Bind(1, route.Channel).Bind(2, notice.Topic).Run();
                return false;
            case RouteDecision.Send send:
                return Send(db, notice, route, last, send, now);
            default:
                return false;
        }
    }

    private bool Send(SqliteStatements db, Notice notice, ChannelRoute route, Heard? last, RouteDecision.Send send, DateTimeOffset now)
    {
        // Trouble that came and went while nobody was to be woken is not told in the morning.
        if (notice.Resolves)
        {
            db[MootSql].Bind(1, route.Channel).Bind(2, notice.Topic).Bind(3, OutboxRows.Milliseconds(now)).Run();
            if (db.Changes > 0)
            {
                Hear(db, notice, route, last, now);
                return false;
            }
        }

        if (Waiting(db) >= options.Capacity)
        {
            db[RefuseSql].Bind(1, route.Channel).Run();
            return false;
        }

        var body = send.Folded == 0 ? notice.Body : string.Create(CultureInfo.InvariantCulture,
            $"{notice.Body}\n\n{send.Folded} more like it since {last!.At.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}.");
        if (!OutboxRows.Insert(db, route.Channel, notice, body, send.DueAt, now))
            return false;
        Hear(db, notice, route, last, now);
        return true;
    }

    private static void Hear(SqliteStatements db, Notice notice, ChannelRoute route, Heard? last, DateTimeOffset now)
    {
        var severity = notice.Resolves ? last?.Severity ?? notice.Severity : notice.Severity;
        db[HearSql].Bind(1, route.Channel).Bind(2, notice.Topic).Bind(3, OutboxRows.Milliseconds(now)).Bind(4, (long)severity).Bind(5, notice.Resolves ? 1 : 0).Run();
    }

    private static Heard? Heard(SqliteStatements db, string channel, string topic)
    {
        var row = db[HeardSql].Bind(1, channel).Bind(2, topic);
        if (!row.Step())
            return null;
        var heard = new Heard(OutboxRows.Time(row.Long(0)), (Severity)row.Int(1), row.Int(2) != 0, row.Int(3));
        row.Reset();
        return heard;
    }

    private static int Waiting(SqliteStatements db)
    {
        var row = db[WaitingSql];
        row.Step();
        var waiting = row.Int(0);
        row.Reset();
        return waiting;
    }
}
