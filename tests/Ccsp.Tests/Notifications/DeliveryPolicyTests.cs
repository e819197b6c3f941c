using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Notifications;

public sealed class DeliveryPolicyTests
{
    private static readonly NotifyOptions Options = new() { MaxTries = 4 };

    [Fact(Timeout = 30_000)]
    public Task Tries_are_spread_with_full_jitter_and_never_at_once() => Task.Run(() =>
    {
        Assert.Equal(SampleTasks.Noon.AddSeconds(1), Again(1, jitter: 0).At);
        Assert.Equal(SampleTasks.Noon.AddSeconds(2.5), Again(1, jitter: 0.5).At);
        Assert.Equal(SampleTasks.Noon.AddSeconds(10), Again(3, jitter: 0.5).At);
        Assert.Equal(SampleTasks.Noon.AddSeconds(450),
            Assert.IsType<DeliveryStep.Again>(
            DeliveryPolicy.After(Failed, 50, SampleTasks.Noon, Options with { MaxTries = 99 }, 0.5, SampleTasks.Noon)).At);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task After_the_last_try_it_is_dead_with_its_reason() => Task.Run(() =>
        Assert.Equal("no", Assert.IsType<DeliveryStep.Dead>(
        DeliveryPolicy.After(Failed, 4, SampleTasks.Noon, Options, 0.5, SampleTasks.Noon)).Error), TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData(120, 120)]
    [InlineData(-5, 1)]
    [InlineData(10 * 86400, 86400)]
    public Task Patience_a_peer_asks_for_rests_the_channel_within_reason(int asked, int given) => Task.Run(() =>
    {
        var step = Assert.IsType<DeliveryStep.Again>(
            DeliveryPolicy.After(new DeliveryOutcome.Postponed("slow down", SampleTasks.Noon.AddSeconds(asked)), 9, SampleTasks.Noon,
            Options, 0.5, SampleTasks.Noon));
        Assert.Equal((SampleTasks.Noon.AddSeconds(given), SampleTasks.Noon.AddSeconds(given)), (step.At, step.PauseUntil));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData(8, 2, 2)]
    [InlineData(80, 2, 10)]
    [InlineData(7200, 2, 300)]
    [InlineData(7200, 600, 600)]
    public Task A_peer_that_asks_for_little_patience_is_tried_ever_more_rarely(int age, int asked, int given) => Task.Run(() =>
    {
        var now = SampleTasks.Noon.AddSeconds(age);
        var postponed = new DeliveryOutcome.Postponed("slow down", now.AddSeconds(asked));
        var step = Assert.IsType<DeliveryStep.Again>(DeliveryPolicy.After(postponed, 1, SampleTasks.Noon, Options, 0.5, now));
        Assert.Equal(now.AddSeconds(given), step.At);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_peer_that_asks_for_patience_for_a_week_is_given_up() => Task.Run(() =>
        Assert.IsType<DeliveryStep.Dead>(
        DeliveryPolicy.After(new DeliveryOutcome.Postponed("slow down", SampleTasks.Noon.AddDays(8)), 1, SampleTasks.Noon, Options, 0.5,
            SampleTasks.Noon.AddDays(7))),
        TestContext.Current.CancellationToken);

    private static DeliveryOutcome.Failed Failed { get; } = new("no");

    private static DeliveryStep.Again Again(int tries, double jitter) =>
        Assert.IsType<DeliveryStep.Again>(DeliveryPolicy.After(Failed, tries, SampleTasks.Noon, Options, jitter, SampleTasks.Noon));
}
