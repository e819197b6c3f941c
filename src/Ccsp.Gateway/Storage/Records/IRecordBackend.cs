namespace Ccsp.Gateway.Storage.Records;

/// <summary>What a store must provide so that records can be kept in it.</summary>
internal interface IRecordBackend
{
    IRecordSource Source(CancellationToken cancellationToken);

    /// <summary>Applies a batch completely and once, if all its guards hold.</summary>
    /// <returns>False: a guard failed, and nothing was written.</returns>
    /// <exception cref="StorageFull">Nothing happened; there is no space.</exception>
    /// <exception cref="StoreUnavailable">The store is unavailable.</exception>
    Task<bool> ApplyAsync(RecordBatch batch, CancellationToken cancellationToken);
}
