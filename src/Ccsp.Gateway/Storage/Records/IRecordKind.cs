namespace Ccsp.Gateway.Storage.Records;

/// <summary>A kind as migration, export and backup see it: documents without their type.</summary>
internal interface IRecordKind
{
    string Name { get; }

    /// <summary>False for documents that can be rebuilt from others.</summary>
    bool IsMigrated { get; }

    /// <summary>
    /// True for documents that follow from what is stored, as notices do from events: a store without space takes new ones too. False for
    /// what is asked for anew.
    /// </summary>
    bool IsTakenWhenFull { get; }

    /// <summary>Index entries of a stored document; recomputed, never copied.</summary>
    IReadOnlyList<IndexPlace> PlacesOf(RawRecord record);
}
