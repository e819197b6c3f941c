namespace Ccsp.Gateway.Storage.Records;

/// <summary>A document within a step: as read and as it will be.</summary>
internal sealed class RecordChange(IRecordKind kind, string key, RawRecord? stored)
{
    /// <summary>Null: it was absent.</summary>
    public RawRecord? Stored { get; } = stored;

    /// <summary>Null: it will be absent.</summary>
    public RawRecord? Current { get; set; } = stored;

    public long Version => Stored?.Version ?? 0;

    public bool IsChanged => Current is { } current ? !ReferenceEquals(current.Json, Stored?.Json) : Stored is not null;

    /// <param name="writes">Receives the document and its index entries.</param>
    /// <param name="lists">Receives the counters of the lists that change.</param>
    public void AppendTo(List<RecordWrite> writes, HashSet<CounterKey> lists)
    {
        if (!IsChanged)
            return;
        var before = Stored is { } old ? kind.PlacesOf(old) : [];
        var after = Current is { } current ? kind.PlacesOf(current) : [];
        writes.AddRange(before.Except(after).Select(place => new RecordWrite.Leave(kind.Name, place, key)));
        writes.Add(Current is { } record
            ? new RecordWrite.Put(kind.Name, record) { WhenFull = kind.IsTakenWhenFull }
            : new RecordWrite.Remove(kind.Name, key));
        writes.AddRange(after.Except(before).Select(place => new RecordWrite.Enter(kind.Name, place, key)));
        // A list changes with its members and with their content, because its readers have read both.
        lists.UnionWith(before.Concat(after).Select(place => RecordVersions.OfPartition(kind.Name, place.Index, place.Entry.Partition)));
        lists.Add(RecordVersions.OfKind(kind.Name));
    }
}
