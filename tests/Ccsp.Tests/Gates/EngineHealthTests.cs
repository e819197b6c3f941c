using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

public sealed class EngineHealthTests
{
    private const string Engine = "engine:claude";

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Theory]
    [InlineData(nameof(EngineFault.None), 2, false)]
    [InlineData(nameof(EngineFault.Suspected), 0, false)]
    [InlineData(nameof(EngineFault.Suspected), 1, false)]
    [InlineData(nameof(EngineFault.Suspected), 2, true)]
    [InlineData(nameof(EngineFault.Certain), 0, true)]
    public void Three_different_tasks_in_a_row_or_certainty_blame_the_engine(string name, int others, bool isDown)
    {
        var fault = Enum.Parse<EngineFault>(name);
        var stored = others == 0 ? null : Stored([.. Enumerable.Range(2, others).Select(TestIds.Of)]);
        Assert.Equal(isDown, EngineHealth.IsDown(stored, Finished(fault)));
        Assert.Equal(isDown, EngineHealth.Excuses(SampleTasks.Task(), stored, Finished(fault)));
        // Where the submitter limits repeats, a suspicion charges the task.
        Assert.Equal(isDown && fault == EngineFault.Certain,
            EngineHealth.Excuses(SampleTasks.Task() with { RetryLimit = 1 }, stored, Finished(fault)));
    }

    [Fact]
    public void One_that_was_held_is_blamed_again_by_a_single_task_and_the_same_task_counts_once()
    {
        var held = Stored([]);
        Assert.True(EngineHealth.IsDown(held with { Setbacks = held.Setbacks! with { Holds = 1 } }, Finished(EngineFault.Suspected)));
        Assert.False(EngineHealth.IsDown(Stored([TestIds.Of(2), TestIds.Of(1)]), Finished(EngineFault.Suspected)));
    }

    [Fact]
    public void A_suspicion_is_noted_without_an_event_and_the_third_closes_the_gate()
    {
        var noted = EngineHealth.After(null, Engine, Finished(EngineFault.Suspected))!.Value;
        Assert.Equal((Engine, false, null), (noted.State.Name, noted.State.Closed, noted.Event));
        Assert.Equal((1, Noon), (noted.State.Setbacks!.Count, noted.State.Setbacks.At));
        Assert.Equal([TestIds.Of(1)], noted.State.Setbacks.Tasks);

        var closed = EngineHealth.After(Stored([TestIds.Of(2), TestIds.Of(3)]), Engine, Finished(EngineFault.Suspected))!.Value;
        Assert.Equal((true, EventTypes.GateClosed, GateActors.Gateway), (closed.State.Closed, closed.Event, closed.State.Actor));
        Assert.Equal("3 tasks in a row could not run (It ended as Crashed); it is tried again by itself, ever more rarely",
            closed.State.Reason);
        Assert.Null(EngineHealth.After(closed.State, Engine, Finished(EngineFault.Certain)));
    }

    [Theory]
    [InlineData("install it", "the engine cannot run (gone); install it; it is tried again by itself, ever more rarely")]
    [InlineData(null, "the engine cannot run (gone); it is tried again by itself, ever more rarely")]
    public void A_fault_that_is_certain_names_its_cure(string? cure, string reason)
    {
        var finished = Finished(EngineFault.Certain) with { EngineCure = cure,
            Ending = SampleTasks.Ending(EndingClass.EngineMissing) with { Message = " gone. " } };
        Assert.Equal(reason, EngineHealth.After(null, Engine, finished)!.Value.State.Reason);
    }

    [Fact]
    public void Every_run_whose_program_ran_ends_the_suspicion()
    {
        EndingClass[] unsaid = [EndingClass.Cancelled, EndingClass.Drained, EndingClass.Lost, EndingClass.EngineMissing, EndingClass.Oom,
            EndingClass.Stalled, EndingClass.Invalid];
        foreach (var ending in Enum.GetValues<EndingClass>())
        {
            var finished = Finished(EngineFault.None) with { Ending = SampleTasks.Ending(ending) };
            var step = EngineHealth.After(Stored([TestIds.Of(2)]), Engine, finished);
            Assert.Equal(!unsaid.Contains(ending), step is { State.Setbacks: null });
            Assert.Equal(unsaid.Contains(ending), step is null);
            Assert.Null(EngineHealth.After(null, Engine, finished));
            Assert.Null(EngineHealth.After(new GateState { Name = Engine }, Engine, finished));
        }
    }

    private static GateState Stored(IReadOnlyList<string> tasks) =>
        new() { Name = Engine, Setbacks = new Setbacks(tasks.Count, 0, Noon.AddMinutes(-1), null, tasks) };

    private static RunFinished Finished(EngineFault fault) => new()
    {
        TaskId = TestIds.Of(1), Token = SampleTasks.Token, Ending = SampleTasks.Ending(EndingClass.Crashed), EngineFault = fault,
        Jitter = 0.5, Now = Noon,
    };
}
