using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Queue.Records;

/// <summary>What a queue's store must be able to do so that steps over records can change gates and append events.</summary>
internal interface IQueueRecordBackend : IRecordBackend
{
    /// <summary>Null for a gate nobody ever set.</summary>
    ValueTask<GateState?> GateAsync(string name, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRecordBackend.ApplyAsync"/>
    Task<bool> ApplyAsync(QueueBatch batch, CancellationToken cancellationToken);
}
