namespace Ccsp.Gateway.Storage.Records;

/// <summary>One step: what it read and what it wants to write. Applied wholly, once, or not at all.</summary>
internal interface IRecordTransaction : IRecordReader
{
    /// <summary>The store's clock.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Writes a document this step has read (or has found absent): a write without a guard cannot be expressed.</summary>
    /// <exception cref="InvalidOperationException">The step has not read it.</exception>
    /// <exception cref="RecordTooLarge">It has more than <see cref="RecordLimits.DocumentBytes"/>.</exception>
    void Put<T>(RecordKind<T> kind, T document)
        where T : class;

    /// <summary>Removes a document this step has read; nothing happens where there is none.</summary>
    /// <exception cref="InvalidOperationException">The step has not read it.</exception>
    void Remove<T>(RecordKind<T> kind, string key)
        where T : class;

    /// <summary>Adds to a number. Guards nothing, so steps that only add never conflict.</summary>
    void Add(CounterKey counter, long by);
}
