using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>The lanes in the file, and the heads of their ready tasks.</summary>
internal sealed class LaneTable(sqlite3 db) : IDisposable
{
    public const string HeadSql = "SELECT ready_at, id FROM task WHERE lane = ?1 ORDER BY ready_at, id LIMIT 1";

    private readonly SqliteStatement all = new(db, "SELECT id, class, grp, engine, profile, agent, model, directory, conversation FROM lane");
    private readonly SqliteStatement head = new(db, HeadSql);
    private readonly SqliteStatement insert = new(db, "INSERT INTO lane (id, class, grp, engine, profile, agent, model, directory, conversation) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    private readonly SqliteStatement delete = new(db, "DELETE FROM lane WHERE id = ?1");

    public List<(long Id, LaneKey Key)> All()
    {
        List<(long, LaneKey)> lanes = [];
        while (all.Step())
        {
            var key = new LaneKey((Priority)all.Int(1), all.Text(2), all.Text(3), all.Text(4), all.Text(5), all.TextOrNull(6), all.TextOrNull(7), all.TextOrNull(8));
            lanes.Add((all.Long(0), key));
        }

        return lanes;
    }

    public LanePlace? Head(long lane)
    {
        if (!head.Bind(1, lane).Step())
            return null;
        var place = new LanePlace(head.Long(0), head.Text(1));
        head.Reset();
        return place;
    }

    public void Insert(Lane lane) => insert.Bind(1, lane.Id).Bind(2, (long)lane.Key.Class).Bind(3, lane.Key.Group)
        .Bind(4, lane.Key.Engine).Bind(5, lane.Key.Profile).Bind(6, lane.Key.Agent).Bind(7, lane.Key.Model).Bind(8, lane.Key.Directory).Bind(9, lane.Key.Conversation).Run();

    public void Delete(long lane) => delete.Bind(1, lane).Run();

    public void Dispose()
    {
        all.Dispose();
        head.Dispose();
        insert.Dispose();
        delete.Dispose();
    }
}
