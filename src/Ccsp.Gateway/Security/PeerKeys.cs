namespace Ccsp.Gateway.Security;

/// <summary>
/// The keys of the other instances, as read from the shared store. A store that was emptied revokes no key: the earlier keys of an instance
/// stay valid until it has had time to publish them again.
/// </summary>
internal sealed class PeerKeys(TimeProvider time)
{
    /// <summary>Several times as long as an instance takes to publish its keys again.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (IReadOnlyList<StoredKey> Keys, long? MissingSince)> _known = new(StringComparer.Ordinal);

    /// <param name="published">The keys in the store now, by instance.</param>
    /// <returns>All valid keys.</returns>
    public IEnumerable<StoredKey> Update(IReadOnlyDictionary<string, IReadOnlyList<StoredKey>> published)
    {
        foreach (var missing in _known.Keys.Where(instance => !published.ContainsKey(instance)).ToList())
        {
            var since = _known[missing].MissingSince ?? time.GetTimestamp();
            if (time.GetElapsedTime(since) > KeptFor)
                _known.Remove(missing);
            else
                _known[missing] = (_known[missing].Keys, since);
        }

        foreach (var (instance, keys) in published)
            _known[instance] = (keys, null);
        return _known.Values.SelectMany(known => known.Keys);
    }
}
