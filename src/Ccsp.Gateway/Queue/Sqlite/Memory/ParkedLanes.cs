namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>
/// Lanes and shares parked under the gate that refused them. Only an optimisation: whatever is missing here is simply asked again.
/// </summary>
internal sealed class ParkedLanes
{
    private readonly Dictionary<string, (List<Lane> Lanes, List<GroupShare> Shares)> _byGate = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset At, string Gate)> _times = [];

    public IEnumerable<string> Gates => _byGate.Keys;

    public void Clear()
    {
        _byGate.Clear();
        _times.Clear();
    }

    public void Add(string gate, DateTimeOffset? opensAt, Lane lane) => At(gate, opensAt).Lanes.Add(lane);

    public void Add(string gate, DateTimeOffset? opensAt, GroupShare share) => At(gate, opensAt).Shares.Add(share);

    /// <summary>Removes everything under a gate.</summary>
    public (IReadOnlyList<Lane> Lanes, IReadOnlyList<GroupShare> Shares) Take(string gate) =>
        _byGate.Remove(gate, out var waiting) ? waiting : ([], []);

    public string? NextDue(DateTimeOffset now)
    {
        if (_times.Count == 0 || _times.Min.At > now)
            return null;
        var gate = _times.Min.Gate;
        _times.Remove(_times.Min);
        return gate;
    }

    private (List<Lane> Lanes, List<GroupShare> Shares) At(string gate, DateTimeOffset? opensAt)
    {
        if (opensAt is { } time)
            _times.Add((time, gate));
        if (!_byGate.TryGetValue(gate, out var waiting))
            _byGate[gate] = waiting = ([], []);
        return waiting;
    }
}
