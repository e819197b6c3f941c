using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Api;

/// <summary>Who counts among the instances: those that live, not those that left with a long heartbeat or fell silent.</summary>
public sealed class InstanceViewsTests
{
    private static readonly QueueSnapshot Queue = new()
    {
        ByState = new Dictionary<TaskState, int> { [TaskState.Ready] = 3, [TaskState.Running] = 2 },
        ByClass = new Dictionary<Priority, ClassDepth>(),
        Depth = 5,
        Capacity = 100,
        Ended = 0,
    };

    [Fact]
    public void Whoever_left_or_fell_silent_is_listed_and_not_counted()
    {
        var list = InstanceViews.List(
            [Record("here", validSeconds: 20), Record("left", validSeconds: 600, isLeaving: true), Record("silent", validSeconds: 5)],
            Queue,
            leader: "here",
            SampleTasks.Noon.AddSeconds(10));
        Assert.Equal([true, false, false], list.Items.Select(view => view.Leads));
        Assert.Equal([InstanceState.Live, InstanceState.Left, InstanceState.Lost], list.Items.Select(view => view.State));
        Assert.Equal(["no room", "no room", null], list.Items.Select(view => view.Shortage));
        Assert.Equal(["at noon", "at noon", null], list.Items.Select(view => view.StoreSetback));
        Assert.Equal((1, 2, 3), (list.Global.TotalInstances, list.Global.TotalActiveRequests, list.Global.TotalQueueSize));
        Assert.Equal((40.0, 50.0), (list.Global.AverageCpuUsage, list.Global.AverageMemoryUsage));
    }

    [Fact]
    public void Another_process_under_the_same_id_is_told()
    {
        var rival = new InstanceRival("n", "there", 9, "http://there:1", "/data/copy", SampleTasks.Noon);
        var list = InstanceViews.List([Record("one", validSeconds: 20) with { Rival = rival }], Queue, leader: null, SampleTasks.Noon);
        var view = Assert.Single(list.Items);
        Assert.Equal(new InstanceRivalView("there", 9, "http://there:1", "/data/copy", SampleTasks.Noon), view.Rival);
    }

    private static InstanceRecord Record(string id, double validSeconds, bool isLeaving = false) => new(
        new Heartbeat(
            id, "here", 1, null, SampleTasks.Noon, TimeSpan.FromSeconds(validSeconds),
            new InstanceLoad(SampleTasks.Noon, 4, 40, 50, 1, isLeaving, Shortage: "no room", Setback: "at noon")),
        Lost: false,
        Leases: 2);
}
