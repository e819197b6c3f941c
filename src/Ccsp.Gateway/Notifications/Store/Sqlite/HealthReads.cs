using Ccsp.Contracts;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Store.Sqlite;

/// <summary>How the channels do, all from one moment.</summary>
internal static class HealthReads
{
    private const string CountSql = "SELECT channel, state, count(*) FROM notification WHERE state IN (0, 1, 3) GROUP BY channel, state";
    private const string ChannelSql = "SELECT name, success_at, error_at, error, paused_until, refused FROM notification_channel";

    public static IReadOnlyDictionary<string, ChannelHealth> Read(SqliteReader reader)
    {
        var health = new Dictionary<string, ChannelHealth>(StringComparer.Ordinal);
        var rows = reader.Statement(ChannelSql);
        while (rows.Step())
        {
            health[rows.Text(0)] = new ChannelHealth(
                rows.Text(0), OutboxRows.TimeOrNull(rows, 1), OutboxRows.TimeOrNull(rows, 2), rows.TextOrNull(3),
                OutboxRows.TimeOrNull(rows, 4), 0, 0, rows.Int(5));
        }

        var counts = reader.Statement(CountSql);
        while (counts.Step())
        {
            var name = counts.Text(0);
            var one = health.GetValueOrDefault(name) ?? ChannelHealth.None(name);
            var isDead = counts.Int(1) == (int)NotificationState.Dead;
            health[name] = isDead ? one with { Dead = counts.Int(2) } : one with { Waiting = one.Waiting + counts.Int(2) };
        }

        return health;
    }
}
