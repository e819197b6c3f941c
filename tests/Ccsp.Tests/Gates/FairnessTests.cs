using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

public sealed class FairnessTests
{
    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Fact]
    public void Only_the_run_that_began_is_charged_with_its_time()
    {
        var running = SampleTasks.Task(TaskState.Running);
        Assert.Equal(90, Fairness.ActualSeconds(running, Noon.AddSeconds(90)));
        // A clock that was set back is no credit.
        Assert.Equal(0, Fairness.ActualSeconds(running, Noon.AddSeconds(-1)));
        Assert.Null(Fairness.ActualSeconds(SampleTasks.Task(TaskState.Starting), Noon.AddSeconds(90)));
        Assert.Null(Fairness.ActualSeconds(SampleTasks.Task(), Noon));
        // The start time is that of the run before.
        var second = SampleTasks.Task(TaskState.Starting) with { Runs = 1, LastRun = 1, StartedAt = Noon.AddHours(-1) };
        Assert.Null(Fairness.ActualSeconds(second with { Lease = second.Lease! with { Run = 2 } }, Noon));
    }

    [Fact]
    public void A_charge_is_replaced_by_what_the_run_took()
    {
        Assert.Equal(130, Fairness.Charge(100, 30));
        Assert.Equal(145, Fairness.Correct(130, 30, 45));
        Assert.Equal(100, Fairness.Correct(130, 30, null));
        Assert.Equal(73, Fairness.Expect(100, 10), 9);
    }

    [Fact]
    public void Absence_earns_no_credit()
    {
        Assert.Equal(7, Fairness.Enter(null, 7));
        Assert.Equal(7, Fairness.Enter(6, 7));
        Assert.Equal(8, Fairness.Enter(8, 7));
        Assert.Equal(9, Fairness.CatchUp(7, 9));
        Assert.Equal(7, Fairness.CatchUp(7, 5));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(8, false)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(19, true)]
    public void Every_tenth_claim_tries_urgent_last(long claims, bool last) => Assert.Equal(last, Fairness.UrgentLast(claims, 10));
}
