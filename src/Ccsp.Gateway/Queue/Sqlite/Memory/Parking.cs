namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>Lanes and turns that wait under the gate that refused them. Only an optimisation: whoever leaves it is simply asked again.</summary>
internal sealed class Parking
{
    private readonly Dictionary<string, (List<Lane> Lanes, List<Turn> Turns)> byGate = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset At, string Gate)> times = [];

    public IEnumerable<string> Gates => byGate.Keys;

    public void Clear()
    {
        byGate.Clear();
        times.Clear();
    }

    public void Add(string gate, DateTimeOffset? opensAt, Lane lane) => At(gate, opensAt).Lanes.Add(lane);

    public void Add(string gate, DateTimeOffset? opensAt, Turn turn) => At(gate, opensAt).Turns.Add(turn);

    /// <summary>Takes out everything under a gate; empty for most gates.</summary>
    public (IReadOnlyList<Lane> Lanes, IReadOnlyList<Turn> Turns) Take(string gate) =>
        byGate.Remove(gate, out var waiting) ? waiting : ([], []);

    /// <summary>The next gate whose time has come.</summary>
    public string? NextDue(DateTimeOffset now)
    {
        if (times.Count == 0 || times.Min.At > now)
            return null;
        var gate = times.Min.Gate;
        times.Remove(times.Min);
        return gate;
    }

    private (List<Lane> Lanes, List<Turn> Turns) At(string gate, DateTimeOffset? opensAt)
    {
        if (opensAt is { } time)
            times.Add((time, gate));
        if (!byGate.TryGetValue(gate, out var waiting))
            byGate[gate] = waiting = ([], []);
        return waiting;
    }
}
