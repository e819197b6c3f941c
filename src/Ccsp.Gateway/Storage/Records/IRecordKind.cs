namespace Ccsp.Gateway.Storage.Records;

/// <summary>A kind as moving, exporting and backing up see it: documents without their type.</summary>
internal interface IRecordKind
{
    string Name { get; }

    /// <summary>False for what can be rebuilt from other records.</summary>
    bool IsMigrated { get; }

    /// <summary>Index entries of a stored document; recomputed, never copied.</summary>
    IReadOnlyList<IndexPlace> PlacesOf(RawRecord record);
}
