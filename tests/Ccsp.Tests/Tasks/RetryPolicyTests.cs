using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed partial class RetryPolicyTests
{
    private static readonly RetryOptions Options = new();

    /// <summary>Class, how much of its budget is used, and what follows.</summary>
    public static TheoryData<EndingClass, int, string> Rules => new()
    {
        { EndingClass.Succeeded, 0, "Succeed" },
        { EndingClass.Limit, 99, "Park Limit" },
        { EndingClass.Billing, 99, "Park Limit" },
        { EndingClass.Login, 99, "Park Session" },
        { EndingClass.Throttled, 99, "Park Retry" },
        { EndingClass.Network, 0, "Retry" },
        { EndingClass.Network, 4, "Retry" },
        { EndingClass.Network, 5, "Fail Retries" },
        { EndingClass.Network, 6, "Fail Retries" },
        { EndingClass.Server, 4, "Retry" },
        { EndingClass.Server, 5, "Fail Retries" },
        { EndingClass.Crashed, 4, "Retry" },
        { EndingClass.Crashed, 5, "Fail Retries" },
        { EndingClass.Failed, 0, "Fail Permanent" },
        { EndingClass.Stalled, 4, "Retry" },
        { EndingClass.Stalled, 5, "Fail Retries" },
        { EndingClass.Timeout, 0, "Retry" },
        { EndingClass.Timeout, 1, "Fail Timeout" },
        { EndingClass.Timeout, 2, "Fail Timeout" },
        { EndingClass.Lost, 0, "Retry" },
        { EndingClass.Lost, 2, "Retry" },
        { EndingClass.Lost, 3, "Fail Lost" },
        { EndingClass.Lost, 4, "Fail Lost" },
        { EndingClass.Oom, 0, "Retry" },
        { EndingClass.Oom, 1, "Fail Retries" },
        { EndingClass.Unknown, 0, "Retry" },
        { EndingClass.Unknown, 1, "Fail Retries" },
        { EndingClass.Context, 0, "Retry fresh" },
        { EndingClass.Context, 1, "Fail Permanent" },
        { EndingClass.Drained, 99, "Requeue" },
        { EndingClass.EngineMissing, 4, "Retry" },
        { EndingClass.EngineMissing, 5, "Fail Retries" },
        { EndingClass.Cancelled, 0, "Cancel" },
        { EndingClass.Budget, 0, "Fail Budget" },
        { EndingClass.Invalid, 0, "Fail Permanent" },
        { EndingClass.Turns, 0, "Fail Permanent" },
        { EndingClass.Output, 0, "Fail Permanent" },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Rules))]
    public Task Every_class_has_its_budget_and_its_end(EndingClass kind, int used, string expected)
    {
        Assert.Equal(expected,
            Name(Decide(SampleTasks.Task(TaskState.Running) with { Retries = Used(kind, used) }, SampleTasks.Ending(kind))));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_program_s_own_failure_is_repeated_only_where_task_or_engine_ask_for_it()
    {
        var task = SampleTasks.Task(TaskState.Running);
        var answer = SampleTasks.Ending(EndingClass.Failed) with { Recoverable = false };

        Assert.Equal("Fail Permanent", Name(Decide(task, answer)));
        Assert.Equal("Retry", Name(Decide(task with { RetryLimit = 1 }, answer)));
        Assert.Equal("Fail Retries", Name(Decide(task with { RetryLimit = 1, Retries = new RetryCounters { Transient = 1 } }, answer)));
        Assert.Equal("Retry", Name(Decide(task, answer with { Recoverable = true })));
        Assert.Equal("Fail Retries", Name(Decide(task with { RetryLimit = 0 }, answer with { Recoverable = true })));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task No_class_is_without_a_rule()
    {
        Assert.Equal(Enum.GetValues<EndingClass>().Order(), Rules.Select(row => row.Data.Item1).Distinct().Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => Decide(SampleTasks.Task(TaskState.Running), SampleTasks.Ending((EndingClass)999)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Only_its_own_budget_counts_against_a_class()
    {
        var everythingElse = new RetryCounters { Timeout = 9, Lost = 9, Unknown = 9, Memory = 9, Context = 9, Uncounted = 9 };
        Assert.Equal("Retry",
            Name(Decide(SampleTasks.Task(TaskState.Running) with { Retries = everythingElse }, SampleTasks.Ending(EndingClass.Network))));
        Assert.Equal("Retry",
            Name(Decide(SampleTasks.Task(TaskState.Running) with { Retries = new RetryCounters { Transient = 9 } },
            SampleTasks.Ending(EndingClass.Lost))));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0, 0, "Fail Retries")]
    [InlineData(1, 0, "Retry")]
    [InlineData(1, 1, "Fail Retries")]
    [InlineData(20, 19, "Retry")]
    public Task The_submitters_own_limit_replaces_the_configured_one(int limit, int used, string expected)
    {
        var task = SampleTasks.Task(TaskState.Running) with { RetryLimit = limit, Retries = new RetryCounters { Transient = used } };
        Assert.Equal(expected, Name(Decide(task, SampleTasks.Ending(EndingClass.Crashed))));
        return Task.CompletedTask;
    }

    /// <summary>Every ending of a run that began; with no limit of the submitter the budgets of the configuration stand.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Network, "Fail Retries", "Retry")]
    [InlineData(EndingClass.Server, "Fail Retries", "Retry")]
    [InlineData(EndingClass.Crashed, "Fail Retries", "Retry")]
    [InlineData(EndingClass.Stalled, "Fail Retries", "Retry")]
    [InlineData(EndingClass.EngineMissing, "Fail Retries", "Retry")]
    [InlineData(EndingClass.Failed, "Fail Retries", "Retry")]
    [InlineData(EndingClass.Timeout, "Fail Timeout", "Retry")]
    [InlineData(EndingClass.Oom, "Fail Retries", "Retry")]
    [InlineData(EndingClass.Unknown, "Fail Retries", "Retry")]
    [InlineData(EndingClass.Context, "Fail Permanent", "Retry fresh")]
    public Task A_limit_of_the_submitter_bounds_every_repeat_of_a_run_that_began(EndingClass kind, string refused, string granted)
    {
        var task = SampleTasks.Task(TaskState.Running);
        var ending = SampleTasks.Ending(kind) with { Recoverable = true };

        Assert.Equal(granted, After(task));
        Assert.Equal(refused, After(task with { RetryLimit = 0 }));
        Assert.Equal(granted, After(task with { RetryLimit = 1 }));
        foreach (var before in Counted.Select(before => default(RetryCounters).After(before)))
            Assert.Equal(refused, After(task with { RetryLimit = 1, Retries = before }));
        return Task.CompletedTask;

        string After(AgentTask task) =>
            Name(RetryPolicy.Decide(task, ending, Options, SampleTasks.Noon, 0.5));
    }

    [Fact(Timeout = 30_000)]
    public Task No_ending_is_missing_among_those_a_limit_bounds()
    {
        EndingClass[] neverRepeated = [EndingClass.Succeeded, EndingClass.Cancelled, EndingClass.Budget, EndingClass.Invalid,
            EndingClass.Turns, EndingClass.Output];
        EndingClass[] goOn =
            [EndingClass.Lost, EndingClass.Limit, EndingClass.Billing, EndingClass.Login, EndingClass.Throttled, EndingClass.Drained];
        Assert.Equal(Enum.GetValues<EndingClass>().Order(), Counted.Concat(neverRepeated).Concat(goOn).Order());
        // A run that was lost has a budget of its own; the others are never counted.
        foreach (var kind in goOn)
            Assert.DoesNotContain("Fail",
                Name(Decide(SampleTasks.Task(TaskState.Running) with { RetryLimit = 0 }, SampleTasks.Ending(kind))),
                StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    /// <summary>A limit and the budget of a class both hold.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Timeout, "Fail Timeout")]
    [InlineData(EndingClass.Oom, "Fail Retries")]
    [InlineData(EndingClass.Unknown, "Fail Retries")]
    public Task A_generous_limit_widens_no_other_budget(EndingClass kind, string expected)
    {
        var task = SampleTasks.Task(TaskState.Running) with { RetryLimit = 20, Retries = default(RetryCounters).After(kind) };
        Assert.Equal(expected, Name(Decide(task, SampleTasks.Ending(kind))));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_cancel_wins_over_every_ending_and_no_other_stop_does()
    {
        foreach (var kind in Enum.GetValues<EndingClass>())
        {
            foreach (var reason in Enum.GetValues<StopReason>())
            {
                var task = SampleTasks.Task(TaskState.Stopping) with { Stop = new StopRequest(reason, "anna", SampleTasks.Noon) };
                var unstopped = Decide(task with { Stop = null }, SampleTasks.Ending(kind));
                Assert.Equal(reason == StopReason.Cancel ? new NextStep.Cancel() : unstopped, Decide(task, SampleTasks.Ending(kind)));
                if (reason != StopReason.Cancel)
                    continue;
                // Also over one command line's own failure, and over an engine that is down.
                foreach (var (oneShot, engineDown) in new[] { (true, false), (false, true), (true, true) })
                    Assert.Equal(new NextStep.Cancel(), RetryPolicy.Decide(task, SampleTasks.Ending(kind), Options, SampleTasks.Noon, 0.5,
                        oneShot, engineDown));
            }
        }

        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true, EndingClass.Drained, "Cancel")]
    [InlineData(true, EndingClass.Succeeded, "Succeed")]
    [InlineData(false, EndingClass.Drained, "Requeue")]
    public Task A_command_line_that_the_emergency_stop_ended_is_not_run_again_for_nobody(bool emergency, EndingClass ending,
        string expected)
    {
        var task = SampleTasks.Task(TaskState.Stopping) with {
            Stop = new StopRequest(emergency ? StopReason.Emergency : StopReason.Drain, "anna", SampleTasks.Noon) };
        Assert.Equal(expected, Name(RetryPolicy.Decide(task, SampleTasks.Ending(ending), Options, SampleTasks.Noon, 0.5, oneShot: true)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_task_is_not_to_blame_for_an_engine_that_cannot_run()
    {
        var used = SampleTasks.Task(TaskState.Running) with { RetryLimit = 0, Retries = new RetryCounters { Transient = 9, Unknown = 9 } };
        foreach (var kind in (EndingClass[])[EndingClass.EngineMissing, EndingClass.Crashed, EndingClass.Unknown, EndingClass.Invalid])
            Assert.Equal("Park Retry",
                Name(RetryPolicy.Decide(used, SampleTasks.Ending(kind), Options, SampleTasks.Noon, 0.5, engineDown: true)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Each_ending_uses_up_exactly_its_own_counter()
    {
        foreach (var kind in Enum.GetValues<EndingClass>())
            Assert.Equal(Used(kind, 1), default(RetryCounters).After(kind));
        Assert.Equal(0, new RetryCounters { Uncounted = 4 }.After(EndingClass.Network).Uncounted);
        Assert.Equal(5, new RetryCounters { Uncounted = 4 }.AfterUncounted().Uncounted);
        return Task.CompletedTask;
    }

    private static EndingClass[] Counted { get; } =
    [
        EndingClass.Network, EndingClass.Server, EndingClass.Crashed, EndingClass.Stalled, EndingClass.EngineMissing, EndingClass.Failed,
        EndingClass.Timeout, EndingClass.Oom, EndingClass.Unknown, EndingClass.Context,
    ];

    private static NextStep Decide(AgentTask task, Ending ending) => RetryPolicy.Decide(task, ending, Options, SampleTasks.Noon, 0.5);

    private static DateTimeOffset At(NextStep step) => step is NextStep.Park park ? park.At : Assert.IsType<NextStep.Retry>(step).At;

    private static string Name(NextStep step) => step switch
    {
        NextStep.Park park => $"Park {park.Reason}",
        NextStep.Fail fail => $"Fail {fail.Reason}",
        NextStep.Retry { FreshConversation: true } => "Retry fresh",
        _ => step.GetType().Name,
    };

    private static RetryCounters Used(EndingClass kind, int used) => kind switch
    {
        EndingClass.Network or EndingClass.Server or EndingClass.Crashed or EndingClass.Failed or EndingClass.Stalled
            or EndingClass.EngineMissing => new RetryCounters { Transient = used },
        EndingClass.Timeout => new RetryCounters { Timeout = used },
        EndingClass.Lost => new RetryCounters { Lost = used },
        EndingClass.Unknown => new RetryCounters { Unknown = used },
        EndingClass.Oom => new RetryCounters { Memory = used },
        EndingClass.Context => new RetryCounters { Context = used },
        EndingClass.Limit or EndingClass.Billing or EndingClass.Login or EndingClass.Throttled => new RetryCounters { Uncounted = used },
        _ => default,
    };
}
