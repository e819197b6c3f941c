using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ccsp.Gateway.Storage.Records;

/// <summary>A kind of document: its stored name, form, key and indexes.</summary>
/// <param name="name">Lower-case letters, digits and hyphens; part of the stored form, so it never changes.</param>
/// <param name="json">The documents' serialization.</param>
/// <param name="key">The key of a document, unique within the kind; up to 512 characters.</param>
internal sealed class RecordKind<T>(string name, JsonTypeInfo<T> json, Func<T, string> key, params IReadOnlyList<RecordIndex<T>> indexes)
    : IRecordKind
    where T : class
{
    public string Name => name;

    public bool IsMigrated { get; init; } = true;

    public bool IsTakenWhenFull { get; init; }

    public string KeyOf(T document) => key(document);

    public byte[] Write(T document) => JsonSerializer.SerializeToUtf8Bytes(document, json);

    /// <exception cref="InvalidDataException">The stored document is invalid.</exception>
    public T Read(RawRecord record)
    {
        try
        {
            return JsonSerializer.Deserialize(record.Json, json)
                ?? throw new InvalidDataException($"The document {name}/{record.Key} is empty.");
        }
        catch (JsonException ex)
        {
            throw new InvalidDataException($"The document {name}/{record.Key} cannot be read: {ex.Message}", ex);
        }
    }

    public IReadOnlyList<IndexPlace> PlacesOf(RawRecord record) => PlacesOf(Read(record));

    public IReadOnlyList<IndexPlace> PlacesOf(T document) =>
    [
        .. from index in indexes
           let entry = index.EntryOf(document)
           where entry is not null
           select new IndexPlace(index.Name, entry.Value),
    ];

    /// <exception cref="ArgumentException">The index belongs to another kind.</exception>
    public void MustHave(RecordIndex<T> index)
    {
        if (!indexes.Contains(index))
            throw new ArgumentException($"{name} has no index {index.Name}.", nameof(index));
    }
}
