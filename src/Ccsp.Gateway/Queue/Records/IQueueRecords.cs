using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Queue.Records;

/// <summary>Records of features whose steps change gates or append events as well. Otherwise as <see cref="IRecordStore"/>.</summary>
internal interface IQueueRecords
{
    /// <inheritdoc cref="IRecordStore.WriteAsync{T}"/>
    Task<T> WriteAsync<T>(Func<IQueueTransaction, ValueTask<T>> step, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRecordStore.ReadAsync{T}"/>
    Task<T> ReadAsync<T>(Func<IRecordReader, ValueTask<T>> read, CancellationToken cancellationToken);
}
