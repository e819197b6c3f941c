using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Store.Sqlite;

/// <summary>Writes what came of a try, with the health of its channel. Writer thread only.</summary>
internal static class SettleStep
{
    private const string SentSql = "UPDATE notification SET state = 2, done_at = ?2, error = NULL WHERE id = ?1 AND state < 2";

    // Only if nobody has begun another try since.
    private const string DeadSql = "UPDATE notification SET state = 3, done_at = ?2, error = ?3 WHERE id = ?1 AND state = 1 AND tries = ?4";

    // A peer that asked for patience has not had it: that try does not count.
    private const string AgainSql =
        "UPDATE notification SET state = 0, due_at = ?2, error = ?3, tries = tries - ?4 WHERE id = ?1 AND state = 1 AND tries = ?5";
    private const string GoodSql =
        "INSERT INTO notification_channel (name, success_at, refused) VALUES (?1, ?2, 0) " +
        "ON CONFLICT DO UPDATE SET success_at = ?2, error = NULL, paused_until = NULL";
    private const string BadSql =
        "INSERT INTO notification_channel (name, error_at, error, paused_until, refused) VALUES (?1, ?2, ?3, ?4, 0) " +
        "ON CONFLICT DO UPDATE SET error_at = ?2, error = ?3, paused_until = ?4";

    public static void Run(SqliteStatements db, OutboxEntry entry, DeliveryStep step, DateTimeOffset now)
    {
        switch (step)
        {
            case DeliveryStep.Done:
                db[SentSql].Bind(1, entry.Id).Bind(2, OutboxRows.Milliseconds(now)).Run();
                Good(db, entry.Channel, now);
                break;
            case DeliveryStep.Again again:
                db[AgainSql].Bind(1, entry.Id).Bind(2, OutboxRows.Milliseconds(again.At)).Bind(3, again.Error)
                    .Bind(4, again.PauseUntil is null ? 0 : 1).Bind(5, entry.Tries).Run();
                Bad(db, entry.Channel, again.Error, again.PauseUntil, now);
                break;
            case DeliveryStep.Dead dead:
                db[DeadSql].Bind(1, entry.Id).Bind(2, OutboxRows.Milliseconds(now)).Bind(3, dead.Error).Bind(4, entry.Tries).Run();
                Bad(db, entry.Channel, dead.Error, pausedUntil: null, now);
                break;
            default:
                throw new InvalidOperationException($"No rule for {step}.");
        }
    }

    public static void Good(SqliteStatements db, string channel, DateTimeOffset now) =>
        db[GoodSql].Bind(1, channel).Bind(2, OutboxRows.Milliseconds(now)).Run();

    public static void Bad(SqliteStatements db, string channel, string error, DateTimeOffset? pausedUntil, DateTimeOffset now) =>
        db[BadSql].Bind(1, channel).Bind(2, OutboxRows.Milliseconds(now)).Bind(3, error).Bind(4, pausedUntil?.ToUnixTimeMilliseconds())
        .Run();
}
