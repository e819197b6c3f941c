using Ccsp.Gateway.Queue.Stored;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

internal sealed record LaneSnapshot(LaneRef Ref, IReadOnlyList<LanePlace> Places, bool HasMore)
{
    /// <param name="most">Places asked for; one more was read.</param>
    public static LaneSnapshot Of(LaneRef lane, SortedSetEntry[] places, int most) =>
        new(lane, [.. places.Select(place => new LanePlace((long)place.Score, place.Element!))], places.Length > most);

    public LaneSimulation Simulate() => new(Ref, Places, HasMore);
}
