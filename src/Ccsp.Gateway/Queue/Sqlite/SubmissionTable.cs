using System.Text.Json;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Submissions and results: large columns, kept away from the rows that claiming reads.</summary>
internal sealed class SubmissionTable(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement _insert =
        new(db, "INSERT INTO submission (id, json) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET json = ?2");
    private readonly SqliteStatement _insertPayload =
        new(db, "INSERT INTO payload (id, json) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET json = ?2");
    private readonly SqliteStatement _find =
        new(db, "SELECT coalesce(p.json, s.json) FROM submission s LEFT JOIN payload p ON p.id = s.id WHERE s.id = ?1");
    private readonly SqliteStatement _putResult = new(db,
        "INSERT INTO result (id, text, truncated, structured) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET text = ?2, truncated = "
        + "?3, structured = ?4");
    private readonly SqliteStatement _dropResult = new(db, "DELETE FROM result WHERE id = ?1");

    public void Put(string id, SubmissionText text)
    {
        _insert.Bind(1, id).BindText(2, text.Json).Run();
        if (text.Payload is { } payload)
            _insertPayload.Bind(1, id).BindText(2, payload).Run();
    }

    /// <summary>The complete JSON; parsed on the caller's thread, not the writer's.</summary>
    public byte[] Find(string id)
    {
        if (!_find.Bind(1, id).Step())
            throw new InvalidDataException($"Task {id} has no submission.");
        var json = _find.Bytes(0).ToArray();
        _find.Reset();
        return json;
    }

    public void PutResult(string id, string? text, bool truncated, JsonElement? structured) =>
        _putResult.Bind(1, id).Bind(2, text).Bind(3, truncated ? 1L : 0L).Bind(4, structured?.GetRawText()).Run();

    public void DropResult(string id) => _dropResult.Bind(1, id).Run();

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _insertPayload, _find, _putResult, _dropResult })
            statement.Dispose();
    }
}
