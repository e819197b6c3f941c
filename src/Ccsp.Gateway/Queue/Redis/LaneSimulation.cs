using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

internal sealed class LaneSimulation(LaneRef lane, IEnumerable<LanePlace> places, bool hasMore)
{
    private readonly List<LanePlace> _places = [.. places];

    public LaneRef Ref => lane;

    public GateAnswer? RefusedBy { get; set; }

    /// <summary>Null at the end of the snapshot or of the lane.</summary>
    public LanePlace? Head => _places.Count > 0 ? _places[0] : null;

    public bool IsOpen => RefusedBy is null && (_places.Count > 0 || hasMore);

    public void Take() => _places.RemoveAt(0);

    public void Insert(LanePlace place)
    {
        var at = _places.BinarySearch(place);
        if (at < 0)
            _places.Insert(~at, place);
    }
}
