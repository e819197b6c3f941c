namespace Ccsp.Gateway.Security;

/// <summary>The keys of all instances that share a store, as hashes.</summary>
internal interface ISharedApiKeys
{
    /// <summary>Replaces what an instance has.</summary>
    Task PutAsync(string instanceId, IReadOnlyList<StoredKey> keys, CancellationToken cancellationToken);

    /// <returns>By instance.</returns>
    Task<IReadOnlyDictionary<string, IReadOnlyList<StoredKey>>> AllAsync(CancellationToken cancellationToken);
}
