using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using StackExchange.Redis;
using Xunit;

namespace Ccsp.Tests.LegacyRedisApi;

public abstract partial class LegacyRedisApiConformance
{
    [Fact(Timeout = 240_000)]
    public async Task A_name_that_is_used_again_for_another_request_is_another_task()
    {
        await SendAsync("""{ "requestId": "pm-1", "fromAgent": "ccla", "type": "t", "prompt": "first" }""");
        await SendAsync("""{ "requestId": "pm-1", "fromAgent": "ccla", "type": "t", "prompt": "second" }""");
        await SendAsync("""{ "requestId": "pm-1", "fromAgent": "ccla", "type": "t", "prompt": "first" }""");
        await _submitter.TakeAsync(Stop);
        Assert.Equal(["second", "first"], (await _store.ListAsync(new TaskFilter(), Stop)).Items.Select(record => record.Spec.Prompt));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_request_sent_again_while_it_is_worked_on_is_answered_once_for_each_time_by_the_same_task()
    {
        await SendAsync(Rlh7);
        await SendAsync(Rlh7);
        Assert.Single((await _submitter.TakeAsync(Stop)).Distinct());
        await _answers.GiveAsync([await WorkAsync()], Stop);
        Assert.Single(await PromptsAsync());
        Assert.Equal(1, await LengthAsync("ccsp:responses:ccla"));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_request_sent_again_after_its_task_has_ended_is_a_new_one()
    {
        await SendAsync(Rlh7);
        await _submitter.TakeAsync(Stop);
        await _answers.GiveAsync([await WorkAsync(SampleTasks.Ending(EndingClass.Invalid))], Stop);
        await SendAsync(Rlh7);
        await _submitter.TakeAsync(Stop);
        await _answers.GiveAsync([await WorkAsync()], Stop);
        Assert.Equal([true, false], await SuccessesAsync());
    }

    [Fact(Timeout = 240_000)]
    public async Task A_request_sent_again_when_its_task_has_ended_and_is_not_answered_yet_is_a_new_one_and_both_are_answered()
    {
        await SendAsync(Rlh7);
        await _submitter.TakeAsync(Stop);
        var first = await WorkAsync(SampleTasks.Ending(EndingClass.Invalid));
        await SendAsync(Rlh7);
        await _submitter.TakeAsync(Stop);
        await _answers.GiveAsync([first, await WorkAsync()], Stop);
        Assert.Equal([false, true], (await SuccessesAsync()).Order());
        Assert.Equal(0, await _open.CountAsync(Stop));
    }

    [Fact(Timeout = 240_000)]
    public async Task What_was_asked_for_again_while_its_answer_was_given_stays_owed()
    {
        await SendAsync(Rlh7);
        var task = Assert.Single(await _submitter.TakeAsync(Stop));
        var before = Assert.Single(await _open.OwedAsync([task], Stop));
        await SendAsync(Rlh7);
        await _submitter.TakeAsync(Stop);
        await _open.SettleAsync(before, Stop);
        await WorkAsync();
        await _answers.GiveAsync([task], Stop);
        Assert.Equal([true], await SuccessesAsync());
    }
}
