namespace Ccsp.Gateway.Storage.Records;

/// <summary>Documents, ordered indexes and commutative counters, changed in guarded steps. Behaves the same on every store.</summary>
internal interface IRecordStore
{
    /// <summary>Runs a step and applies its writes if nothing it read has changed meanwhile; otherwise runs it again.</summary>
    /// <param name="step">Reads, decides, writes; may run several times, so it has no other effects.</param>
    /// <returns>The result of the applied step.</returns>
    /// <exception cref="StorageFull">Nothing happened; there is no space.</exception>
    /// <exception cref="StoreUnavailable">The store is unavailable, or other writers always came first.</exception>
    Task<T> WriteAsync<T>(Func<IRecordTransaction, ValueTask<T>> step, CancellationToken cancellationToken);

    /// <summary>Reads without writing.</summary>
    Task<T> ReadAsync<T>(Func<IRecordReader, ValueTask<T>> read, CancellationToken cancellationToken);
}
