using System.Security.Cryptography;
using System.Text.Json;
using Ccsp.Contracts;
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

    /// <summary>As large as a body of the API may be.</summary>
    private const long LongestMessage = 16 << 20;

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
        // A move whose answer was lost has left its message here.
        if (messages.Count == 0)
            return await lists.GiveBackAsync(instanceId, stop) > 0;
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
        var read = message.Length() > LongestMessage ? new OldMessage.Unreadable("It is too long.") : MessageReader.Read((ReadOnlyMemory<byte>)message);
        switch (read)
        {
            case OldMessage.Request request when !await SubmitAsync(request, message, stop):
                return false;
            case OldMessage.Wrong wrong:
                await RefuseAsync(wrong.From, wrong.Reason, message, stop);
                break;
            case OldMessage.Unreadable unreadable:
                await RejectAsync(unreadable.Reason, message, stop);
                break;
        }

        await lists.DoneAsync(instanceId, message, stop);
        return true;
    }

    private async Task<bool> SubmitAsync(OldMessage.Request request, RedisValue message, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var (spec, errors) = rules.Judge(request.Submission with { StartBefore = now + request.Patience }, "", now);
        if (errors.Count > 0)
        {
            await RefuseAsync(request.From, string.Join(" ", errors.Select(error => $"{error.Field}: {error.Reason}")), message, stop);
            return true;
        }

        var id = ids.Next();
        var open = new OpenRequest(request.From, NewTicket(), now);
        await lists.OweAsync(id, open, stop);
        var submit = new Submit(new NewTask(id, spec), $"list:{request.From.Agent}", KeyOf(request), null);
        var outcome = (await store.SubmitAsync(new SubmitBatch([submit], Atomic: true, now), stop))[0];
        if (outcome is SubmitOutcome.Accepted)
            return true;
        if (outcome is SubmitOutcome.Repeated repeated)
            await lists.OweAsync(repeated.Task.Id, open, stop);
        await lists.SettleAsync(id, stop);
        if (outcome is SubmitOutcome.Full { IsCallersOwn: true } full)
        {
            // What is its own limit must not keep others waiting.
            await RefuseAsync(request.From, $"The depth limit {full.Limit} is reached: {full.Depth} of {full.Maximum} tasks.", message, stop);
            return true;
        }

        return outcome is not SubmitOutcome.Full;
    }

    /// <summary>The request's name and what it asks for: some clients use a name again for another request.</summary>
    private static string KeyOf(OldMessage.Request request) =>
        $"{request.From.RequestId}:{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request.Submission, CcspJson.Wire.TaskSubmission)))}";

    private static string NewTicket() => Guid.NewGuid().ToString("N");

    /// <summary>Answers without a task. What cannot be answered is done with all the same: taken again, it would keep those behind it waiting for ever.</summary>
    private async Task RefuseAsync(ReturnAddress to, string reason, RedisValue message, CancellationToken stop)
    {
        if (await lists.AnswerAsync(to, NewTicket(), AnswerWriter.Refusal(to, reason, time.GetUtcNow()), stop) is { } unanswerable)
            await RejectAsync(unanswerable, message, stop);
    }

    private async Task RejectAsync(string reason, RedisValue message, CancellationToken stop)
    {
        Log.Rejected(log, reason);
        await lists.RejectAsync(new RejectedMessage(reason, time.GetUtcNow(), (string)message!), stop);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A message on ccsp:requests was put aside: {Reason}")]
        public static partial void Rejected(ILogger log, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} requests that {Instance} was taking are taken again")]
        public static partial void GivenBack(ILogger log, int count, string instance);
    }
}
