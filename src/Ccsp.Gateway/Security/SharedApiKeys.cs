using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Security;

/// <summary>The keys of all instances that share a store, as hashes.</summary>
internal sealed class SharedApiKeys(IRecordStore records)
{
    /// <summary>Replaces the keys of an instance.</summary>
    public Task PutAsync(string instanceId, IReadOnlyList<StoredKey> keys, CancellationToken cancellationToken) => records.WriteAsync(
        async step =>
        {
            await step.FindAsync(InstanceKeys.Kind, instanceId);
            step.Put(InstanceKeys.Kind, new InstanceKeys(instanceId, keys));
            return true;
        },
        cancellationToken);

    /// <returns>By instance.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<StoredKey>>> AllAsync(CancellationToken cancellationToken)
    {
        var all = await records.ReadAsync(
            reader => reader.PageAsync(InstanceKeys.Kind, after: null, RecordLimits.PageSize), cancellationToken);
        return all.ToDictionary(instance => instance.Instance, instance => instance.Keys, StringComparer.Ordinal);
    }
}
