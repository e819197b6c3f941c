using System.Text.Json;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>The instances that were ever heard.</summary>
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

    public void Put(Heartbeat heard) => _beat.Bind(1, heard.InstanceId).Bind(2, heard.Host).Bind(3, heard.Pid).Bind(4, heard.Url)
        .Bind(5, Milliseconds.Of(heard.Now)).Bind(6, (long)heard.ValidFor.TotalMilliseconds)
        .Bind(7, heard.Load is null ? null : JsonSerializer.Serialize(heard.Load, InstanceJson.Default.InstanceLoad)).Run();

    public void Lose(string id) => _lose.Bind(1, id).Run();

    public void Dispose()
    {
        _all.Dispose();
        _beat.Dispose();
        _lose.Dispose();
    }
}
