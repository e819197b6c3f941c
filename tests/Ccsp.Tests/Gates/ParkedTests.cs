using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

public sealed class ParkedTests
{
    private const string Profile = "profile:default";

    private const string Model = "profile:default/opus";

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Fact]
    public void Where_no_gate_was_ever_set_the_task_s_own_time_decides() => Assert.False(IsOver());

    [Fact]
    public void It_is_over_once_neither_the_profile_nor_its_model_is_closed()
    {
        Assert.True(IsOver(Gate(Profile)));
        Assert.False(IsOver(Gate(Profile) with { Closed = true }));
        Assert.False(IsOver(Gate(Profile) with { Closed = true, ClosedUntil = Noon.AddMilliseconds(1) }));
        Assert.True(IsOver(Gate(Profile) with { Closed = true, ClosedUntil = Noon }));
        Assert.False(IsOver(Gate(Profile), Gate(Model) with { Closed = true }));
        Assert.False(IsOver(Gate(Profile) with { Closed = true }, Gate(Model)));
        Assert.True(IsOver(Gate(Profile), Gate("profile:other") with { Closed = true }));
    }

    [Theory]
    [InlineData(Priority.Urgent, true)]
    [InlineData(Priority.High, true)]
    [InlineData(Priority.Normal, false)]
    [InlineData(Priority.Low, false)]
    public void In_the_quiet_hours_it_is_over_only_for_who_cannot_wait(Priority priority, bool isOver)
    {
        var quiet = Gate(Profile) with { QuietUntil = Noon.AddMilliseconds(1) };
        Assert.Equal(isOver, IsOver(priority, quiet));
        Assert.True(IsOver(priority, quiet with { QuietUntil = Noon }));
    }

    [Theory]
    [InlineData(true, 1, false)]
    [InlineData(true, 0, true)]
    [InlineData(false, 1, true)]
    public void A_window_that_is_used_up_keeps_it_parked_until_it_starts_anew(bool exhausted, int resetsInMs, bool isOver) =>
        Assert.Equal(isOver, IsOver(Gate(Profile) with
        {
            Windows = new Dictionary<string, QuotaWindow>
            {
                ["w"] = new(1, Noon.AddMilliseconds(resetsInMs), exhausted, "event", Noon.AddHours(-1)),
            },
        }));

    private static GateState Gate(string name) => new() { Name = name };

    private static bool IsOver(params GateState[] gates) => IsOver(Priority.Normal, gates);

    private static bool IsOver(Priority priority, params GateState[] gates) => Parked.IsOver(
        SampleTasks.Task(TaskState.Scheduled) with { PriorityClass = priority, Model = "opus" },
        name => Array.Find(gates, gate => gate.Name == name), Noon);
}
