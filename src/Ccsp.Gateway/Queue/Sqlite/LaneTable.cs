using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Lanes and the first ready task of each.</summary>
internal sealed class LaneTable(sqlite3 db) : IDisposable
{
    public const string HeadSql = "SELECT ready_at, id FROM task WHERE lane = ?1 ORDER BY ready_at, id LIMIT 1";

    private readonly SqliteStatement _all =
        new(db, "SELECT id, class, grp, engine, profile, agent, model, directory, conversation FROM lane");
    private readonly SqliteStatement _head = new(db, HeadSql);
    private readonly SqliteStatement _insert = new(db, "INSERT INTO lane (id, class, grp, engine, profile, agent, model, directory, "
        + "conversation) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    private readonly SqliteStatement _delete = new(db, "DELETE FROM lane WHERE id = ?1");

    public List<(long Id, LaneKey Key)> All()
    {
        List<(long, LaneKey)> lanes = [];
        while (_all.Step())
        {
            var key = new LaneKey((Priority)_all.Int(1), _all.Text(2), _all.Text(3), _all.Text(4), _all.Text(5), _all.TextOrNull(6),
                _all.TextOrNull(7), _all.TextOrNull(8));
            lanes.Add((_all.Long(0), key));
        }

        return lanes;
    }

    public LanePlace? Head(long lane)
    {
        if (!_head.Bind(1, lane).Step())
            return null;
        var place = new LanePlace(_head.Long(0), _head.Text(1));
        _head.Reset();
        return place;
    }

    public void Insert(Lane lane) => _insert.Bind(1, lane.Id).Bind(2, (long)lane.Key.PriorityClass).Bind(3, lane.Key.Group)
        .Bind(4, lane.Key.Engine).Bind(5, lane.Key.Profile).Bind(6, lane.Key.Agent).Bind(7, lane.Key.Model).Bind(8, lane.Key.Directory)
        .Bind(9, lane.Key.Conversation).Run();

    public void Delete(long lane) => _delete.Bind(1, lane).Run();

    public void Dispose()
    {
        _all.Dispose();
        _head.Dispose();
        _insert.Dispose();
        _delete.Dispose();
    }
}
