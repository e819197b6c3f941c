namespace Ccsp.Gateway.Storage.Records;

/// <summary>One document of a step: as it was read and as it is to be.</summary>
internal sealed class RecordChange(IRecordKind kind, string key, RawRecord? stored)
{
    /// <summary>Null: it was absent.</summary>
    public RawRecord? Stored { get; } = stored;

    /// <summary>Null: it is to be absent.</summary>
    public RawRecord? Current { get; set; } = stored;

    public long Version => Stored?.Version ?? 0;

    public bool IsChanged => Current is { } current ? !ReferenceEquals(current.Json, Stored?.Json) : Stored is not null;

    /// <param name="writes">Takes the document and its places in the indexes.</param>
    /// <param name="lists">Takes the versions of the lists that change.</param>
    public void AppendTo(List<RecordWrite> writes, HashSet<CounterKey> lists)
    {
        if (!IsChanged)
            return;
        var before = Stored is { } old ? kind.PlacesOf(old) : [];
        var after = Current is { } current ? kind.PlacesOf(current) : [];
        writes.AddRange(before.Except(after).Select(place => new RecordWrite.Leave(kind.Name, place, key)));
        writes.Add(Current is { } record ? new RecordWrite.Put(kind.Name, record) : new RecordWrite.Remove(kind.Name, key));
        writes.AddRange(after.Except(before).Select(place => new RecordWrite.Enter(kind.Name, place, key)));
        // A list changes with its members and with their content: whoever read it has read that, too.
        lists.UnionWith(before.Concat(after).Select(place => RecordVersions.OfPartition(kind.Name, place.Index, place.Entry.Partition)));
        lists.Add(RecordVersions.OfKind(kind.Name));
    }
}
