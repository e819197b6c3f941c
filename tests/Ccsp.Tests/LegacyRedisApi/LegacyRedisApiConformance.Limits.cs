using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.LegacyRedisApi;

public abstract partial class LegacyRedisApiConformance
{
    [Fact(Timeout = 240_000)]
    public async Task A_limit_in_mid_run_is_told_at_once_and_nothing_is_run_for_a_client_that_has_been_told()
    {
        await SendAsync(Rlh7);
        await _submitter.TakeAsync(Stop);
        var resets = TimeProvider.System.GetUtcNow().AddHours(2);
        var hold = new GateHold(GateNames.Profile("default"), resets, "Limit reached.", GateActors.Provider);
        var task = await WorkAsync(SampleTasks.Ending(EndingClass.Limit) with { ResetsAt = resets, Message = "Limit reached." }, hold);
        await _answers.GiveAsync([task], Stop);
        using var answer = JsonDocument.Parse((string)(await PopAsync("ccsp:response:ccla"))!);
        Assert.Equal((false, true, "Limit reached."), (Flag(answer, "success"), Flag(answer, "rateLimited"), Text(answer, "error")));
        Assert.Equal(resets.ToUnixTimeMilliseconds(), answer.RootElement.GetProperty("rateLimitInfo").GetProperty("unlockTime").GetInt64());
        Assert.Equal(TaskState.Cancelled, (await _store.GetAsync(task, Stop))!.Task.State);
    }

    [Fact(Timeout = 240_000)]
    public async Task Who_comes_while_the_login_is_lost_is_told_at_once()
    {
        await _store.SetGateAsync(
            new GateChange.Close(GateNames.Profile("default"), null, "Please run /login", GateActors.Provider,
            TimeProvider.System.GetUtcNow()), Stop);
        await SendAsync(Rlh7);
        await _answers.GiveAsync([.. await _submitter.TakeAsync(Stop)], Stop);
        using var answer = JsonDocument.Parse((string)(await PopAsync("ccsp:response:ccla"))!);
        Assert.Equal((true, "SESSION_TIMEOUT", "Please run /login"),
            (Flag(answer, "sessionTimeout"), Text(answer, "error"), Text(answer, "message")));
    }

    [Fact(Timeout = 240_000)]
    public async Task Who_waits_while_a_person_has_closed_the_profile_goes_on_waiting()
    {
        await _store.SetGateAsync(
            new GateChange.Close(GateNames.Profile("default"), null, "maintenance", "alice", TimeProvider.System.GetUtcNow()), Stop);
        await SendAsync(Rlh7);
        await _answers.GiveAsync([.. await _submitter.TakeAsync(Stop)], Stop);
        Assert.Equal(0, await LengthAsync("ccsp:response:ccla"));
        Assert.Equal(1, await _open.CountAsync(Stop));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_task_that_somebody_cancels_is_no_limit()
    {
        await SendAsync(Rlh7);
        var task = Assert.Single(await _submitter.TakeAsync(Stop));
        await _store.ChangeAsync(new TaskChange.Cancel(task, "alice", TimeProvider.System.GetUtcNow()), Stop);
        await _store.SetGateAsync(
            new GateChange.Close(GateNames.Profile("default"), null, "Please run /login", GateActors.Provider,
            TimeProvider.System.GetUtcNow()), Stop);
        await _answers.GiveAllAsync(Stop);
        using var answer = JsonDocument.Parse((string)(await PopAsync("ccsp:response:ccla"))!);
        Assert.Equal((false, "The task was cancelled."), (Flag(answer, "sessionTimeout"), Text(answer, "error")));
    }
}
