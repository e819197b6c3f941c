namespace Ccsp.Gateway.Storage.Records;

/// <summary>Documents, ordered indexes and commutative numbers, changed in guarded steps. One behaviour on every store.</summary>
internal interface IRecordStore
{
    /// <summary>Runs a step and applies what it wants to write, if nothing it read has changed meanwhile; otherwise runs it
    /// again.</summary>
    /// <param name="step">Reads, decides, writes; may run several times, so it does nothing else.</param>
    /// <returns>What the step that was applied returned.</returns>
    /// <exception cref="StorageFull">Nothing happened; there is no room.</exception>
    /// <exception cref="StoreUnavailable">The store cannot be reached, or others always came first.</exception>
    Task<T> WriteAsync<T>(Func<IRecordTransaction, ValueTask<T>> step, CancellationToken cancellationToken);

    /// <summary>Reads without writing.</summary>
    Task<T> ReadAsync<T>(Func<IRecordReader, ValueTask<T>> read, CancellationToken cancellationToken);
}
