using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

public sealed class EstimatingTests
{
    private static readonly GateAnswer Open = new("group:g", GateKind.Concurrency, true, "open", null, null);

    private static readonly GateAnswer Full = Open with { Admits = false };

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Theory]
    [InlineData(0, 1, false, 0, "0 tasks ahead, 1 slot, runs of about 60.5 s")]
    [InlineData(1, 1, false, 60_500, "1 task ahead, 1 slot, runs of about 60.5 s")]
    [InlineData(1, 2, false, 0, "1 task ahead, 2 slots, runs of about 60.5 s")]
    [InlineData(5, 2, false, 121_000, "5 tasks ahead, 2 slots, runs of about 60.5 s")]
    [InlineData(5, 2, true, 181_500, "5 tasks ahead, 2 slots, runs of about 60.5 s")]
    [InlineData(2, 0, false, 121_000, "2 tasks ahead, 1 slot, runs of about 60.5 s")]
    public void It_waits_for_who_is_ahead_and_for_one_that_runs(int ahead, int slots, bool busy, int milliseconds, string basis) =>
        Assert.Equal(new StartEstimate(Noon.AddMilliseconds(milliseconds), basis),
            Estimating.Start(SampleTasks.Task(), [Open, busy ? Full : Open], ahead, 60.5, Ask(slots)));

    [Fact]
    public void It_starts_before_neither_its_own_time_nor_that_of_any_gate()
    {
        var soon = Full with { OpensAt = Noon.AddMinutes(1) };
        var later = Full with { OpensAt = Noon.AddMinutes(3) };
        Assert.Equal(new StartEstimate(Noon.AddMinutes(3), "not before 2026-03-01 12:03:00Z; 0 tasks ahead, 1 slot, runs of about 10 s"),
            Estimating.Start(SampleTasks.Task(), [later, soon, Open with { OpensAt = Noon.AddMinutes(9) }], 0, 10, Ask(1)));
        // Its own time is five minutes past noon.
        Assert.Equal(Noon.AddMinutes(5), Estimating.Start(SampleTasks.Task(TaskState.Scheduled), [later], 0, 10, Ask(1))!.At);
        Assert.Equal(Noon.AddMinutes(6),
            Estimating.Start(SampleTasks.Task(TaskState.Scheduled), [Full with { OpensAt = Noon.AddMinutes(6) }], 0, 10, Ask(1))!.At);
        Assert.Equal(Noon, Estimating.Start(SampleTasks.Task() with { RunAt = Noon.AddHours(1) }, [Open], 0, 10, Ask(1))!.At);
    }

    [Theory]
    [InlineData(TaskState.Held)]
    [InlineData(TaskState.Blocked)]
    [InlineData(TaskState.Running)]
    [InlineData(TaskState.Succeeded)]
    public void Who_waits_for_somebody_has_no_time(TaskState state) =>
        Assert.Null(Estimating.Start(SampleTasks.Task(state), [Open], 0, 10, Ask(1)));

    [Fact]
    public void A_gate_that_needs_somebody_leaves_no_time_and_one_that_admits_does()
    {
        Assert.Null(Estimating.Start(SampleTasks.Task(), [Full with { NeedsAction = true }], 0, 10, Ask(1)));
        Assert.NotNull(Estimating.Start(SampleTasks.Task(), [Open with { NeedsAction = true }], 0, 10, Ask(1)));
    }

    private static ClaimRequest Ask(int slots) => new("one", slots, 0, 1, 1, Noon);
}
