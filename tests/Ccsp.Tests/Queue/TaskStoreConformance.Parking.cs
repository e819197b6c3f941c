using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

/// <summary>Waiting with a whole profile: for a limit, for a login, and going on afterwards.</summary>
public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task After_a_providers_limit_tasks_start_one_by_one_and_the_interrupted_one_first()
    {
        await Open();
        await AddMany(20);
        var running = await Start();
        var parked = await EndWithLimit(running, _now.AddMinutes(10));
        Pass(600);
        await Sweep();
        Assert.Equal((TaskState.Ready, running.ReadyAt), ((await Now(parked)).State, (await Now(parked)).ReadyAt));
        Assert.Equal(parked.Id, Assert.Single(await Claim()).Id);
        Pass(2);
        Assert.Single(await Claim());
        Pass(20);
        Assert.Equal(10, (await Claim()).Count);
        Pass(60);
        Assert.Equal(8, (await Claim()).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task In_quiet_hours_a_limit_that_opens_lets_only_pressing_tasks_resume()
    {
        await Open();
        var tasks = await OneOfEachClass();
        var running = await Start();
        Assert.Equal(Priority.Urgent, running.Priority);
        await EndWithLimit(running, _now.AddMinutes(1), quietUntil: _now.AddHours(5));
        Pass(61);
        await Sweep();
        Pass(120);
        Assert.Equal([Priority.Urgent, Priority.High], (await Claim()).Select(task => task.Priority));
        Assert.Equal(_now.AddSeconds(-181).AddHours(5),
            Assert.Single((await Explain(tasks[Priority.Low])).Gates, gate => !gate.Admits).OpensAt);
        Pass(5 * 3600);
        Assert.Equal([Priority.Normal, Priority.Low], (await Claim()).Select(task => task.Priority));
    }

    [Fact(Timeout = 30_000)]
    public async Task Whoever_opens_a_profile_lets_its_parked_tasks_go_on_at_once()
    {
        await Open();
        await Add();
        var parked = await EndWithLogin(await Start());
        Pass(1);
        await Sweep();
        Assert.Equal(TaskState.Scheduled, (await Now(parked)).State);
        var why = (await Explain(parked)).Summary;
        Assert.StartsWith("Waits because of its profile's lost login: ", why, StringComparison.Ordinal);
        Assert.Contains("The login expired.", why, StringComparison.Ordinal);
        await Release("profile:default");
        Assert.Equal(1, (await Sweep()).Due);
        Assert.Equal((parked.Id, "c-1", 0), ((await ClaimOne()).Id, (await Now(parked)).ConversationId, (await Now(parked)).Runs));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_from_before_the_opening_does_not_undo_it_and_a_later_one_does()
    {
        await Open();
        await AddMany(2);
        var (before, after) = (await Start(), await ClaimOne());
        Pass(1);
        await Hold("profile:default");
        await Release("profile:default");
        Pass(1);
        after = await Confirm(after);
        await EndWithLogin(before);
        Assert.False(Assert.Single(await _store.GatesAsync(Stop)).Closed);
        await _store.SetGateAsync(
            new GateChange.Close("profile:default", null, "Refused.", GateActors.Provider, _now) { Began = before.StartedAt }, Stop);
        Assert.False(Assert.Single(await _store.GatesAsync(Stop)).Closed);
        await EndWithLogin(after);
        Assert.True(Assert.Single(await _store.GatesAsync(Stop)).Closed);
    }

    private async Task<AgentTask> EndWithLimit(AgentTask running, DateTimeOffset reset, DateTimeOffset? quietUntil = null)
    {
        var finished = Finished(running, EndingClass.Limit) with
        {
            Ending = SampleTasks.Ending(EndingClass.Limit) with { ResetsAt = reset },
            Holds = [new GateHold("profile:default", reset, "The session limit is reached.", GateActors.Provider, quietUntil)],
        };
        return Assert.IsType<LeaseOutcome.Applied>(await _store.FinishAsync(finished, Stop)).Task;
    }

    private async Task<AgentTask> EndWithLogin(AgentTask running)
    {
        var finished = Finished(running, EndingClass.Login) with {
            Holds = [new GateHold("profile:default", null, "The login expired.", GateActors.Provider) { Began = running.StartedAt }] };
        return Assert.IsType<LeaseOutcome.Applied>(await _store.FinishAsync(finished, Stop)).Task;
    }
}
