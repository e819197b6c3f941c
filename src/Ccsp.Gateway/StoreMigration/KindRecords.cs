using System.Text.Json;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>The documents of one kind, whatever it is. Its indexes are recomputed where it arrives.</summary>
internal sealed class KindRecords(IRecordKind kind, IRecordBackend backend)
    : JsonRecords<MovedRecord>($"{kind.Name} records", MovedRecordJson.Default.MovedRecord)
{
    protected override async Task<(IReadOnlyList<MovedRecord> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        var page = (await backend.Source(cancellationToken).PageAsync(kind.Name, after, RecordLimits.PageSize)).Records;
        return ([.. page.Select(Moved)], page.Count < RecordLimits.PageSize ? null : page[^1].Key);
    }

    protected override async Task PutAsync(IReadOnlyList<MovedRecord> items, CancellationToken cancellationToken)
    {
        List<RecordGuard> guards = [.. items.Select(item => new RecordGuard.Document(kind.Name, item.Key, Version: 0))];
        if (!await backend.ApplyAsync(new RecordBatch(guards, [.. items.SelectMany(WritesOf)]), cancellationToken))
            throw new InvalidOperationException($"Somebody has written {Name} into the store that is being filled.");
    }

    private IEnumerable<RecordWrite> WritesOf(MovedRecord item)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(item.Document, MovedRecordJson.Default.JsonElement);
        var record = new RawRecord(item.Key, item.Version, json);
        yield return new RecordWrite.Put(kind.Name, record);
        foreach (var place in kind.PlacesOf(record))
            yield return new RecordWrite.Enter(kind.Name, place, item.Key);
    }

    private static MovedRecord Moved(RawRecord record) =>
        new(record.Key, record.Version, JsonSerializer.Deserialize(record.Json, MovedRecordJson.Default.JsonElement));
}
