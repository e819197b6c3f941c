using System.Text.Json;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

internal sealed class InstanceTable(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement _all = new(db, "SELECT id, beat_at, valid_ms, lost FROM instance");
    private readonly SqliteStatement _beat = new(db,
        "INSERT INTO instance (id, host, pid, url, beat_at, valid_ms, lost, load) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7) " +
        "ON CONFLICT DO UPDATE SET host = ?2, pid = ?3, url = ?4, beat_at = ?5, valid_ms = ?6, lost = 0, load = ?7");
    private readonly SqliteStatement _lose = new(db, "UPDATE instance SET lost = 1 WHERE id = ?1");

    public List<KnownInstance> All()
    {
        List<KnownInstance> instances = [];
        while (_all.Step())
            instances.Add(new KnownInstance(_all.Text(0), Milliseconds.Time(_all.Long(1)), TimeSpan.FromMilliseconds(_all.Long(2)),
                _all.Int(3) != 0));
        return instances;
    }

    public void Put(Heartbeat heartbeat) =>
        _beat.Bind(1, heartbeat.InstanceId).Bind(2, heartbeat.Host).Bind(3, heartbeat.Pid).Bind(4, heartbeat.Url)
        .Bind(5, Milliseconds.Of(heartbeat.Now)).Bind(6, (long)heartbeat.ValidFor.TotalMilliseconds)
        .Bind(7, heartbeat.Load is null ? null : JsonSerializer.Serialize(heartbeat.Load, InstanceJson.Default.InstanceLoad)).Run();

    public void Lose(string id) => _lose.Bind(1, id).Run();

    public void Dispose()
    {
        _all.Dispose();
        _beat.Dispose();
        _lose.Dispose();
    }
}
