using System.Security.Cryptography;
using System.Text;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Security;

/// <summary>
/// The hashes of all valid keys and their callers. A look-up costs about a microsecond: one hash, one comparison per key. The keys of the
/// store's other instances are valid too; they are read when a key is unknown and, in a shared store, periodically, when this instance also
/// checks that its own keys are still published.
/// </summary>
/// <param name="own">The keys of this instance, as its data folder has them.</param>
/// <param name="shared">The stored keys; null: nothing is stored.</param>
/// <param name="former">Deleted once the store has its content.</param>
internal sealed class ApiKeyStore(IReadOnlyList<StoredKey> own, SharedApiKeys? shared = null, TimeProvider? time = null,
    FormerKeyFile? former = null)
{
    private const int LongestKey = 256;

    /// <summary>Guessed keys must not cause load on the store.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly PeerKeys _peers = new(time ?? TimeProvider.System);
    private Task _reading = Task.CompletedTask;
    private Task _asked = Task.CompletedTask;
    private volatile (byte[] Hash, Caller Caller)[] _keys = Hashes(own);
    private long? _askedAt;
    private volatile IReadOnlyList<StoredKey> _own = own;
    private volatile string? _instanceId;

    public static TimeSpan PublishEvery { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Makes the keys of this instance valid on all instances.</summary>
    public async Task PublishAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (shared is null)
            return;
        _instanceId = instanceId;
        try
        {
            _own = await shared.OpenAsync(instanceId, _own, cancellationToken);
        }
        catch (StorageFull)
        {
            // Published later; an instance that starts on a full store is needed to work it off.
            return;
        }

        if (former is { Exists: true })
        {
            Failpoints.Hit(Failpoints.CarryOver, Failpoints.AfterCommit);
            former.Delete();
        }

        await KeepPublishedAsync(cancellationToken);
    }

    /// <summary>Publishes the keys again if the store has lost them because it was emptied or restored.</summary>
    /// <remarks>Not subject to the limit on look-ups of unknown keys.</remarks>
    public Task KeepPublishedAsync(CancellationToken cancellationToken) =>
        shared is null ? Task.CompletedTask : ReadAsync().WaitAsync(cancellationToken);

    /// <summary>Like <see cref="Find"/>, but looks up an unknown key among those of the other instances.</summary>
    public async ValueTask<Caller?> FindAnywhereAsync(ReadOnlyMemory<char> key, CancellationToken cancellationToken)
    {
        if (Find(key.Span) is { } caller)
            return caller;
        if (shared is null || key.Length is 0 or > LongestKey)
            return null;
        await AskAsync().WaitAsync(cancellationToken);
        return Find(key.Span);
    }

    /// <summary>
    /// The caller of a key; null when it is invalid. Every key is compared in constant time and none is skipped, so timing reveals nothing.
    /// </summary>
    public Caller? Find(ReadOnlySpan<char> key)
    {
        if (key.Length is 0 or > LongestKey)
            return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        Caller? found = null;
        foreach (var (known, caller) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = caller;
        }

        return found;
    }

    public static string HashOf(ReadOnlySpan<char> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>
    /// Concurrent callers share one look-up, and its result or failure holds for a second, so that callers do not wait for an unavailable
    /// store one after the other.
    /// </summary>
    private Task AskAsync()
    {
        lock (_gate)
        {
            if (_asked.IsCompleted && (_askedAt is not { } at || _time.GetElapsedTime(at) > AskEvery))
            {
                _askedAt = _time.GetTimestamp();
                _asked = ReadAsync();
            }

            return _asked;
        }
    }

    /// <summary>Serialized: each read starts from the store's state at that time.</summary>
    private Task ReadAsync()
    {
        lock (_gate)
            return _reading = ReadAfterAsync(_reading);
    }

    private async Task ReadAfterAsync(Task before)
    {
        // Its own callers handle its failure.
        await Task.WhenAny(before);
        var all = await shared!.AllAsync(CancellationToken.None);
        _keys = Hashes([.. _own, .. _peers.Update(all)]);
        if (_instanceId is { } id && !(all.TryGetValue(id, out var published) && IsOwn(published)))
            await shared.PutAsync(id, _own, CancellationToken.None);
    }

    private bool IsOwn(IReadOnlyList<StoredKey> published) =>
        published.Select(key => (key.Name, key.Sha256)).SequenceEqual(_own.Select(key => (key.Name, key.Sha256)));

    private static (byte[] Hash, Caller Caller)[] Hashes(IReadOnlyList<StoredKey> stored) =>
        [.. stored.Select(key => (Convert.FromHexString(key.Sha256), new Caller(key.Name)))];

    private static void Hash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[LongestKey * 3];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
    }
}
