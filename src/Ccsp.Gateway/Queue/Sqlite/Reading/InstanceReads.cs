using System.Text.Json;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Queue.Sqlite.Reading;

internal static class InstanceReads
{
    private const string AllSql =
        "SELECT id, host, pid, url, beat_at, valid_ms, lost, load, (SELECT count(*) FROM task WHERE instance = i.id) FROM instance i "
            + "ORDER BY id";

    public static IReadOnlyList<InstanceRecord> All(SqliteReader reader)
    {
        List<InstanceRecord> all = [];
        var rows = reader.Statement(AllSql);
        while (rows.Step())
        {
            var load = rows.TextOrNull(7) is { } text ? JsonSerializer.Deserialize(text, InstanceJson.Default.InstanceLoad) : null;
            var beat = new Heartbeat(rows.Text(0), rows.Text(1), rows.Int(2), rows.TextOrNull(3), Milliseconds.Time(rows.Long(4)),
                TimeSpan.FromMilliseconds(rows.Long(5)), load);
            all.Add(new InstanceRecord(beat, rows.Int(6) != 0, rows.Int(8)));
        }

        return all;
    }
}
