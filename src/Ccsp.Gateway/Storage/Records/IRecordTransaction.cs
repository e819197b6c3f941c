namespace Ccsp.Gateway.Storage.Records;

/// <summary>A step: what it has read and what it will write. Applied completely and once, or not at all.</summary>
internal interface IRecordTransaction : IRecordReader
{
    /// <summary>The store's clock.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Writes a document this step has read (or found absent): an unguarded write is impossible.</summary>
    /// <exception cref="InvalidOperationException">The step has not read it.</exception>
    /// <exception cref="RecordTooLarge">It exceeds <see cref="RecordLimits.DocumentBytes"/>.</exception>
    void Put<T>(RecordKind<T> kind, T document)
        where T : class;

    /// <summary>Removes a document this step has read; does nothing if it is absent.</summary>
    /// <exception cref="InvalidOperationException">The step has not read it.</exception>
    void Remove<T>(RecordKind<T> kind, string key)
        where T : class;

    /// <summary>Adds to a counter. Guards nothing, so steps that only add never conflict.</summary>
    void Add(CounterKey counter, long by);
}
