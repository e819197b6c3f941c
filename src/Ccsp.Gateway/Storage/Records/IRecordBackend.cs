namespace Ccsp.Gateway.Storage.Records;

/// <summary>What a kind of store must be able to do so that records can be kept in it.</summary>
internal interface IRecordBackend
{
    IRecordSource Source(CancellationToken cancellationToken);

    /// <summary>Applies a batch wholly, once, if all its guards hold.</summary>
    /// <returns>False: something it rests on has changed, and nothing was written.</returns>
    /// <exception cref="StorageFull">Nothing happened; there is no room.</exception>
    /// <exception cref="StoreUnavailable">The store cannot be reached.</exception>
    Task<bool> ApplyAsync(RecordBatch batch, CancellationToken cancellationToken);
}
