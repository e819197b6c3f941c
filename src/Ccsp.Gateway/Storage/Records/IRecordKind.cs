namespace Ccsp.Gateway.Storage.Records;

/// <summary>A kind as migration, export and backup see it: documents without their type.</summary>
internal interface IRecordKind
{
    string Name { get; }

    /// <summary>False for documents that can be rebuilt from others.</summary>
    bool IsMigrated { get; }

    /// <summary>Index entries of a stored document; recomputed, never copied.</summary>
    IReadOnlyList<IndexPlace> PlacesOf(RawRecord record);
}
