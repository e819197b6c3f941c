namespace Ccsp.Gateway.Storage.Records;

/// <summary>A sorted view of the documents of a kind.</summary>
/// <param name="Name">Unique within the kind; part of the stored form.</param>
/// <param name="EntryOf">Pure. Null: the document is not in this index.</param>
internal sealed record RecordIndex<T>(string Name, Func<T, IndexEntry?> EntryOf);
