using System.Text.Json;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

internal sealed class EmergencyTable(sqlite3 db) : IDisposable
{
    public const string FindSql = "SELECT json FROM emergency WHERE id = 1";

    private readonly SqliteStatement _find = new(db, FindSql);
    private readonly SqliteStatement _put = new(db, "INSERT INTO emergency (id, json) VALUES (1, ?1) ON CONFLICT DO UPDATE SET json = ?1");

    public EmergencyState? Find() => Read(_find);

    public static EmergencyState? Read(SqliteStatement row)
    {
        if (!row.Step())
            return null;
        var state = JsonSerializer.Deserialize(row.Bytes(0), EmergencyJson.Default.EmergencyState);
        row.Reset();
        return state;
    }

    public void Put(EmergencyState state) =>
        _put.BindText(1, JsonSerializer.SerializeToUtf8Bytes(state, EmergencyJson.Default.EmergencyState)).Run();

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
    }
}
