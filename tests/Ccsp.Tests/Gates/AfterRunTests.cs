using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

/// <summary>What an ending does to every gate of its task.</summary>
public sealed class AfterRunTests
{
    private const string Profile = "profile:default";

    private const string Model = "profile:default/opus";

    private readonly Dictionary<string, GateState> _gates = [];

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Fact]
    public void A_throttle_lowers_the_profile_and_counts_there_alone()
    {
        Assert.Equal([Profile, Profile], End(EndingClass.Throttled, leases: 10));
        var profile = _gates[Profile];
        Assert.Equal((7, 10, 1), (profile.Adaptive!.Limit, profile.Adaptive.Ceiling, profile.Setbacks!.Count));
    }

    [Fact]
    public void An_answer_ends_the_setbacks_of_profile_and_model_and_lets_the_limit_grow()
    {
        var setbacks = new Setbacks(3, 0, Noon, Noon.AddMinutes(1), []);
        _gates[Profile] = new GateState { Name = Profile, Setbacks = setbacks, Adaptive = new AdaptiveLimit(2, 9, Noon) };
        _gates[Model] = new GateState { Name = Model, Setbacks = setbacks };

        Assert.Equal([Profile, Profile, Model], End(EndingClass.Succeeded, leases: 1));
        Assert.Equal((null, 2.5, null), (_gates[Profile].Setbacks, _gates[Profile].Adaptive!.Current, _gates[Model].Setbacks));
    }

    [Fact]
    public void The_fixed_limit_in_force_is_the_ceiling_also_when_it_is_configured()
    {
        var rules = new GateRules { Limits = new Dictionary<string, GateLimits> { [Profile] = new() { Limit = 4 } } };
        End(EndingClass.Throttled, leases: 2, rules: rules);
        Assert.Equal((4, 1.4), (_gates[Profile].Adaptive!.Ceiling, _gates[Profile].Adaptive!.Current));
    }

    [Fact]
    public void Windows_are_stored_before_the_hold_that_rests_on_them()
    {
        var windows = new Dictionary<string, IReadOnlyDictionary<string, QuotaWindow>>
        {
            [Profile] = new Dictionary<string, QuotaWindow> { ["five_hour"] = new(1, Noon.AddHours(2), true, "event", Noon) },
        };
        var hold = new GateHold(Profile, Noon.AddHours(2), "Limit.", GateActors.Provider, Noon.AddHours(3));

        Assert.Equal([Profile, Profile], End(EndingClass.Limit, windows: windows, holds: [hold]));
        var profile = _gates[Profile];
        Assert.Equal((true, Noon.AddHours(2), Noon.AddHours(3)), (profile.Closed, profile.ClosedUntil, profile.QuietUntil));
        Assert.True(profile.Windows!["five_hour"].Exhausted);
    }

    [Fact]
    public void An_ending_of_the_task_s_own_changes_no_gate() => Assert.Empty(End(EndingClass.Crashed));

    [Fact]
    public void The_third_task_in_a_row_that_dies_at_once_closes_its_engine_and_the_first_good_one_opens_it()
    {
        foreach (var (number, closed) in new[] { (1, false), (2, false), (2, false), (3, true) })
        {
            Assert.Equal(["engine:claude"], End(EndingClass.Crashed, fault: EngineFault.Suspected, task: number));
            Assert.Equal(closed, _gates["engine:claude"].Closed);
        }

        End(EndingClass.Crashed, now: Noon.AddSeconds(16));
        Assert.Equal((false, null), (_gates["engine:claude"].Closed, _gates["engine:claude"].Setbacks));
    }

    [Fact]
    public void A_program_that_cannot_run_closes_its_engine_at_once_with_the_cure()
    {
        End(EndingClass.EngineMissing, fault: EngineFault.Certain);
        Assert.Equal("the engine cannot run (It ended as EngineMissing); install it; it is tried again by itself, ever more rarely",
            _gates["engine:claude"].Reason);
    }

    [Fact]
    public void A_start_that_never_ran_gives_its_share_of_every_rate_back()
    {
        var rate = new RateLimit(60, 1);
        foreach (var name in (string[])["group:default", "agent:default", Model, "dir:/w"])
            _gates[name] = new GateState { Name = name, Rate = rate, ArrivesAt = Noon.AddSeconds(1) };
        _gates["group:other"] = _gates["group:default"] with { Name = "group:other" };
        var task = SampleTasks.Task(TaskState.Starting) with { Model = "opus", ExclusiveDirectory = "/w" };
        var hold = new GateHold("engine:claude", Noon, "gone", GateActors.Gateway);
        var failed = new StartFailed(task.Id, SampleTasks.Token, "r", hold, Noon);

        var changed = Apply(AfterRun.StepsOfGiveBack(task, failed, _gates.GetValueOrDefault, GateRules.Default));

        Assert.Equal(["agent:default", "dir:/w", "engine:claude", "group:default", Model], changed.Order(StringComparer.Ordinal));
        Assert.True(_gates["engine:claude"].Closed);
        Assert.Equal((Noon, Noon, Noon.AddSeconds(1)),
            (_gates["dir:/w"].ArrivesAt, _gates[Model].ArrivesAt, _gates["group:other"].ArrivesAt));
    }

    private List<string> End(EndingClass ending, int leases = 1, GateRules? rules = null, EngineFault fault = EngineFault.None,
        int task = 1, DateTimeOffset? now = null, IReadOnlyList<GateHold>? holds = null,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, QuotaWindow>>? windows = null)
    {
        var leased = SampleTasks.Task(TaskState.Running) with { Id = TestIds.Of(task), Model = "opus" };
        var finished = new RunFinished
        {
            TaskId = leased.Id, Token = SampleTasks.Token, Ending = SampleTasks.Ending(ending), EngineFault = fault,
            EngineCure = "install it", Holds = holds ?? [], Jitter = 0.5, Now = now ?? Noon,
            Windows = windows ?? new Dictionary<string, IReadOnlyDictionary<string, QuotaWindow>>(),
        };
        return Apply(AfterRun.Steps(leased, finished, _gates.GetValueOrDefault, name => name == Profile ? leases : 0,
            rules ?? GateRules.Default));
    }

    /// <summary>Each is stored before the next is asked for.</summary>
    private List<string> Apply(IEnumerable<GateStep> steps)
    {
        List<string> changed = [];
        foreach (var step in steps)
        {
            _gates[step.State.Name] = step.State;
            changed.Add(step.State.Name);
        }

        return changed;
    }
}
