namespace Ccsp.Gateway.Security;

/// <summary>
/// The keys of the other instances as the shared store tells them. A store that came back empty does not take a key from anybody: what an
/// instance had stays valid until it has had time to publish it again.
/// </summary>
internal sealed class PeerKeys(TimeProvider time)
{
    /// <summary>Many times as long as an instance takes to publish its keys again.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (IReadOnlyList<StoredKey> Keys, long? MissingSince)> _known = new(StringComparer.Ordinal);

    /// <param name="told">What the store has now, by instance.</param>
    /// <returns>All that are valid.</returns>
    public IEnumerable<StoredKey> Update(IReadOnlyDictionary<string, IReadOnlyList<StoredKey>> told)
    {
        foreach (var missing in _known.Keys.Where(instance => !told.ContainsKey(instance)).ToList())
        {
            var since = _known[missing].MissingSince ?? time.GetTimestamp();
            if (time.GetElapsedTime(since) > KeptFor)
                _known.Remove(missing);
            else
                _known[missing] = (_known[missing].Keys, since);
        }

        foreach (var (instance, keys) in told)
            _known[instance] = (keys, null);
        return _known.Values.SelectMany(known => known.Keys);
    }
}
