using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Tests.Storage.Records;

/// <summary>Records in memory; gates are those of the queue beside it, events are only remembered.</summary>
internal sealed class MemoryQueueRecordBackend(ITaskStore queue) : IQueueRecordBackend
{
    private readonly MemoryRecordBackend _records = new();

    public List<SystemFact> Facts { get; } = [];

    public IRecordSource Source(CancellationToken cancellationToken) => _records.Source(cancellationToken);

    public Task<bool> ApplyAsync(RecordBatch batch, CancellationToken cancellationToken) => _records.ApplyAsync(batch, cancellationToken);

    public async ValueTask<GateState?> GateAsync(string name, CancellationToken cancellationToken) =>
        (await queue.GatesAsync(cancellationToken)).FirstOrDefault(gate => gate.Name == name);

    public async Task<bool> ApplyAsync(QueueBatch batch, CancellationToken cancellationToken)
    {
        if (!await _records.ApplyAsync(batch.Records, cancellationToken))
            return false;
        foreach (var change in batch.Changes)
            await queue.SetGateAsync(change, cancellationToken);
        Facts.AddRange(batch.Facts);
        return true;
    }
}
