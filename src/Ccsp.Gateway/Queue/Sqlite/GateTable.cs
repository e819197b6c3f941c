using System.Text.Json;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

internal sealed class GateTable(sqlite3 db) : IDisposable
{
    public const string AllSql = "SELECT json FROM gate ORDER BY name";
    public const string OneSql = "SELECT json FROM gate WHERE name = ?1";

    private readonly SqliteStatement _all = new(db, AllSql);
    private readonly SqliteStatement _put = new(db, "INSERT INTO gate (name, json) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET json = ?2");

    public List<GateState> All() => Read(_all);

    public static List<GateState> Read(SqliteStatement rows)
    {
        List<GateState> gates = [];
        while (rows.Step())
            gates.Add(JsonSerializer.Deserialize(rows.Bytes(0), GateJson.Default.GateState)!);
        return gates;
    }

    public void Put(GateState gate) =>
        _put.Bind(1, gate.Name).BindText(2, JsonSerializer.SerializeToUtf8Bytes(gate, GateJson.Default.GateState)).Run();

    public void Dispose()
    {
        _all.Dispose();
        _put.Dispose();
    }
}
