using Ccsp.Gateway.Events;
using Xunit;

namespace Ccsp.Tests.Events;

public sealed class EventHubTests
{
    private readonly EventHub _hub = new();

    [Fact]
    public void A_listener_to_one_task_hears_only_that_task()
    {
        using var one = _hub.Subscribe("a");
        using var all = _hub.Subscribe(taskId: null);
        _hub.Publish([Event(1, "a"), Event(2, "b")]);
        Assert.Equal([1], Received(one));
        Assert.Equal([1, 2], Received(all));
    }

    [Fact]
    public void A_full_listener_loses_events_and_the_loss_is_counted()
    {
        using var slow = _hub.Subscribe(taskId: null, capacity: 2);
        _hub.Publish([Event(1, "a"), Event(2, "a"), Event(3, "a")]);
        Assert.Equal([1, 2], Received(slow));
        Assert.Equal(1, _hub.Dropped);
    }

    [Fact]
    public void Wake_ups_of_the_wanted_types_melt_into_one_and_none_counts_as_lost()
    {
        using var wakeUps = _hub.SubscribeWakeUps(new HashSet<string> { "task.ready" });
        _hub.Publish([Event(1, "a", "task.output"), Event(2, "a"), Event(3, "a")]);
        Assert.Equal([2], Received(wakeUps));
        Assert.Equal(0, _hub.Dropped);
    }

    [Fact]
    public void A_disposed_listener_hears_nothing_more_and_is_forgotten()
    {
        var one = _hub.Subscribe("a");
        one.Dispose();
        _hub.Publish([Event(1, "a")]);
        Assert.Empty(Received(one));
        Assert.Equal(0, _hub.Dropped);
    }

    private static StoredEvent Event(long seq, string taskId, string type = "task.ready") =>
        new(seq, taskId, 1, type, DateTimeOffset.UnixEpoch, Run: null, InstanceId: null, "{}");

    private static List<long> Received(Subscription subscription)
    {
        var heard = new List<long>();
        while (subscription.Events.TryRead(out var one))
            heard.Add(one.Seq);
        return heard;
    }
}
