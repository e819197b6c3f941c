using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Security;

/// <summary>The keys of all instances of a store, as hashes.</summary>
internal sealed class SharedApiKeys(IRecordStore records)
{
    /// <summary>Reads the keys of an instance and replaces its local key if it has changed.</summary>
    /// <param name="own">Stored for an instance without keys; contains the local key.</param>
    /// <returns>Its keys from now on.</returns>
    public Task<IReadOnlyList<StoredKey>> OpenAsync(string instanceId, IReadOnlyList<StoredKey> own,
        CancellationToken cancellationToken) => records.WriteAsync(
        async step =>
        {
            var stored = (await step.FindAsync(InstanceKeys.Kind, instanceId))?.Keys;
            var keys = stored is null ? own : LocalKey.With(stored, own.Single(key => key.Name == LocalKey.Name));
            if (!ReferenceEquals(keys, stored))
                step.Put(InstanceKeys.Kind, new InstanceKeys(instanceId, keys));
            return keys;
        },
        cancellationToken);

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
