using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

public sealed class InstanceSlotsTests
{
    [Theory]
    [InlineData(4, 1, 2, 3, 2, Priority.Normal, true)]
    [InlineData(4, 1, 2, 3, 3, Priority.Normal, false)]
    [InlineData(4, 1, 2, 3, 3, Priority.High, false)]
    [InlineData(4, 1, 2, 3, 3, Priority.Urgent, true)]
    [InlineData(4, 1, 2, 4, 0, Priority.Urgent, false)]
    [InlineData(4, 1, 2, 4, 2, Priority.Normal, false)]
    [InlineData(4, 0, 2, 3, 3, Priority.Normal, true)]
    [InlineData(4, 9, 2, 0, 0, Priority.Low, true)]
    [InlineData(4, 9, 2, 1, 1, Priority.Low, false)]
    [InlineData(1, 1, 2, 0, 0, Priority.Normal, true)]
    [InlineData(1, 1, 1, 0, 0, Priority.Normal, true)]
    [InlineData(2, 1, 2, 1, 1, Priority.Normal, false)]
    [InlineData(3, 1, 4, 2, 2, Priority.Normal, true)]
    [InlineData(4, 1, 4, 3, 3, Priority.Normal, false)]
    public void Slots_are_kept_for_urgent_tasks_where_there_are_enough(int slots, int reserved, int from, int all, int nonUrgent,
        Priority priority, bool admits)
    {
        var request = Request(slots, reserved) with { ReservesFrom = from };
        Assert.Equal(admits, InstanceSlots.Ask(request, null, new InstanceLeases(all, nonUrgent), priority).Admits);
    }

    [Fact]
    public void A_stored_limit_only_lowers_and_a_hold_closes()
    {
        var gate = new GateState { Name = "instance:one", Limit = 2 };
        Assert.True(Ask(gate, all: 1).Admits);
        Assert.Equal("instance:one has 2 of 2 runs", Ask(gate, all: 2).Reason);
        Assert.True(Ask(gate with { Limit = 9 }, all: 3).Admits);
        Assert.False(Ask(gate with { Limit = 9 }, all: 4).Admits);
        Assert.Equal(GateKind.Hold, Ask(gate with { Closed = true, Actor = "anna", Reason = "r" }, all: 0).Kind);
        Assert.Equal("instance:one has 4 of 4 runs, fewer than usual because of load",
            InstanceSlots.Ask(Request(4, 0) with { FewerSlotsBecause = "of load" }, null, new InstanceLeases(4, 0), Priority.High).Reason);
    }

    [Theory]
    [InlineData(2, 1, true)]
    [InlineData(2, 2, false)]
    [InlineData(0, 0, false)]
    public void Memory_admits_while_there_is_room_beside_what_was_claimed_already(int room, int claimed, bool admits) =>
        Assert.Equal(admits, InstanceSlots.AskMemory(Request(4, 0) with { MemorySlots = room }, claimed).Admits);

    private static GateAnswer Ask(GateState gate, int all) =>
        InstanceSlots.Ask(Request(4, 0), gate, new InstanceLeases(all, all), Priority.Normal);

    private static ClaimRequest Request(int slots, int reserved) => new("one", slots, reserved, 9, 1, SampleTasks.Noon);
}
