using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using StackExchange.Redis;

namespace Ccsp.Gateway.Dialect;

/// <summary>
/// Turns messages of the older clients into tasks, in the order they came. That an answer is owed is written before the task is, and the request's
/// name is the task's idempotency key: after a kill at any step the message is taken again and leads to the same task.
/// </summary>
internal sealed partial class DialectIntake(RequestLists lists, ITaskStore store, TaskId ids, SubmissionRules rules, TimeProvider time, string instanceId, ILogger<DialectIntake> log)
{
    private const int AtOnce = 50;

    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(5);

    private DateTimeOffset notBefore;

    /// <summary>What this instance was taking when it last ended.</summary>
    public async Task RecoverAsync(CancellationToken stop) => await lists.GiveBackAsync(instanceId, stop);

    /// <summary>What instances that are gone were taking.</summary>
    public async Task RecoverOthersAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        foreach (var gone in (await store.InstancesAsync(stop)).Where(one => !one.IsLiveAt(now)))
        {
            if (await lists.GiveBackAsync(gone.Beat.InstanceId, stop) is > 0 and var count)
                Log.GivenBack(log, count, gone.Beat.InstanceId);
        }
    }

    /// <returns>Whether there may be more at once.</returns>
    public async Task<bool> TakeAsync(CancellationToken stop)
    {
        if (time.GetUtcNow() < notBefore)
            return false;
        var messages = await lists.TakeAsync(instanceId, AtOnce, stop);
        foreach (var message in messages)
        {
            if (await TakeAsync(message, stop))
                continue;
            // No room: this one and those behind it wait where they came from.
            notBefore = time.GetUtcNow() + WhenFull;
            await lists.GiveBackAsync(instanceId, stop);
            return false;
        }

        return messages.Count == AtOnce;
    }

    /// <returns>False when the queue is full.</returns>
    private async Task<bool> TakeAsync(RedisValue message, CancellationToken stop)
    {
        switch (MessageReader.Read((ReadOnlyMemory<byte>)message))
        {
            case OldMessage.Request request when !await SubmitAsync(request, stop):
                return false;
            case OldMessage.Wrong wrong:
                await RefuseAsync(wrong.From, wrong.Reason, stop);
                break;
            case OldMessage.Unreadable unreadable:
                Log.Rejected(log, unreadable.Reason);
                await lists.RejectAsync(new RejectedMessage(unreadable.Reason, time.GetUtcNow(), (string)message!), stop);
                break;
        }

        await lists.DoneAsync(instanceId, message, stop);
        return true;
    }

    private async Task<bool> SubmitAsync(OldMessage.Request request, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var (spec, errors) = rules.Judge(request.Submission with { StartBefore = now + request.Patience }, "", now);
        if (errors.Count > 0)
        {
            await RefuseAsync(request.From, string.Join(" ", errors.Select(error => $"{error.Field}: {error.Reason}")), stop);
            return true;
        }

        var id = ids.Next();
        var open = new OpenRequest(request.From, Guid.NewGuid().ToString("N"), now);
        await lists.OweAsync(id, open, stop);
        var submit = new Submit(new NewTask(id, spec), $"list:{request.From.Agent}", request.From.RequestId, null);
        var outcome = (await store.SubmitAsync(new SubmitBatch([submit], Atomic: true, now), stop))[0];
        if (outcome is SubmitOutcome.Accepted)
            return true;
        if (outcome is SubmitOutcome.Repeated repeated)
            await lists.OweAsync(repeated.Task.Id, open, stop);
        await lists.SettleAsync(id, stop);
        return outcome is SubmitOutcome.Repeated;
    }

    private Task RefuseAsync(ReturnAddress to, string reason, CancellationToken stop) =>
        lists.AnswerAsync(to, $"refused:{to.RequestId}", AnswerWriter.Refusal(to, reason, time.GetUtcNow()), stop);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A message on ccsp:requests was put aside: {Reason}")]
        public static partial void Rejected(ILogger log, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} requests that {Instance} was taking are taken again")]
        public static partial void GivenBack(ILogger log, int count, string instance);
    }
}
