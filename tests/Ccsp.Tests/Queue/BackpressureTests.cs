using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public sealed class BackpressureTests
{
    [Theory]
    [InlineData(10, 10, 0.5, 2)]
    [InlineData(13, 10, 0.5, 8)]
    [InlineData(10, 10, 100.0, 1)]
    [InlineData(100_000, 10, 0.1, 3600)]
    [InlineData(10, 10, null, 60)]
    [InlineData(10, 10, 0.0, 60)]
    public void Whoever_is_refused_comes_back_when_enough_has_ended(int depth, int maximum, double? rate, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backpressure.RetryAfter(depth, maximum, rate));

    [Theory]
    [InlineData(Priority.Normal, 8, 0, 0, 0, null)]
    [InlineData(Priority.Normal, 9, 0, 0, 0, "store 9 of 9, 1 for urgent")]
    [InlineData(Priority.Urgent, 9, 0, 0, 0, null)]
    [InlineData(Priority.Urgent, 10, 0, 0, 0, "store 10 of 10, 0 for urgent")]
    [InlineData(Priority.Normal, 8, 6, 0, 0, null)]
    [InlineData(Priority.Normal, 8, 7, 5, 4, "class:normal 7 of 7, 0 for urgent")]
    [InlineData(Priority.Normal, 8, 6, 4, 0, null)]
    [InlineData(Priority.Normal, 8, 6, 5, 4, "agent:default 5 of 5, 0 for urgent, own")]
    [InlineData(Priority.Normal, 8, 6, 4, 2, null)]
    [InlineData(Priority.Normal, 8, 6, 4, 3, "group:default 3 of 3, 0 for urgent, own")]
    public void The_first_limit_without_room_is_told(Priority priority, int store, int inClass, int agent, int group, string? told)
    {
        var options = new QueueOptions { Size = 10, SizePerClass = 7, SizePerAgent = 5, SizePerGroup = 3 };
        var full = Backpressure.Check(SampleTasks.Task() with { Priority = priority, PriorityClass = priority },
            new Depths(store, inClass, agent, group), options, 0.5);
        Assert.Equal(told, full is null ? null
            : $"{full.Limit} {full.Depth} of {full.Maximum}, {full.KeptForUrgent} for urgent{(full.IsCallersOwn ? ", own" : "")}");
        if (full is not null)
            Assert.Equal(TimeSpan.FromSeconds(2), full.RetryAfter);
    }

    [Theory]
    [InlineData(10, 0.9, 1)]
    [InlineData(1, 0.9, 1)]
    [InlineData(10, 0, 10)]
    [InlineData(15, 0.1, 13)]
    public void A_queue_for_nothing_but_urgent_tasks_would_be_none(int size, double share, int rest) =>
        Assert.Equal(rest, Backpressure.SizeWithoutUrgent(new QueueOptions { Size = size, UrgentShare = share }));
}
