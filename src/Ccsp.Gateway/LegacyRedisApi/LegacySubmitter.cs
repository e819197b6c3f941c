using System.Security.Cryptography;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using StackExchange.Redis;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>
/// Turns messages of legacy clients into tasks, in order. A message gets its task's id in the step that moves it, and its open request is
/// stored before the task, so after a crash at any step the message is processed again and leads to the same task. A request sent again
/// while its task is unfinished is a repetition; later it is a new request, because these clients reuse their ids.
/// </summary>
internal sealed partial class LegacySubmitter(
    RequestLists lists, OpenRequests open, ITaskStore store, TaskId ids, SubmissionRules rules, Resumption resumption, TimeProvider time,
    string instanceId, ILogger<LegacySubmitter> log)
{
    private const int AtOnce = 50;

    /// <summary>Same limit as for a body of the API.</summary>
    private const long LongestMessage = 16 << 20;

    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(5);

    private DateTimeOffset _notBefore;

    /// <summary>Takes over the messages of lost instances.</summary>
    public async Task RecoverOthersAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var gone in (await store.InstancesAsync(cancellationToken)).Where(
            instance => instance.Beat.InstanceId != instanceId && !instance.IsLiveAt(now)))
        {
            if (await lists.TakeOverAsync(gone.Beat.InstanceId, instanceId, cancellationToken) is > 0 and var count)
                Log.TakenOver(log, count, gone.Beat.InstanceId);
        }
    }

    /// <returns>The tasks with new open requests.</returns>
    public async Task<IReadOnlyList<string>> TakeAsync(CancellationToken cancellationToken)
    {
        List<string> owed = [];
        if (time.GetUtcNow() < _notBefore)
            return owed;
        while (true)
        {
            string[] fresh = [.. Enumerable.Range(0, AtOnce).Select(_ => ids.Next())];
            var entries = await lists.TakeAsync(instanceId, fresh, cancellationToken);
            foreach (var delivery in entries.Select(entry => Delivery.Of(entry, ids.Next)))
            {
                if (await TakeAsync(delivery, owed, cancellationToken))
                    continue;
                // The queue is full: this message and later ones wait in the request list; those moved earlier may already have their
                // tasks.
                _notBefore = time.GetUtcNow() + WhenFull;
                await lists.GiveBackAsync(instanceId, fresh, cancellationToken);
                return owed;
            }

            if (entries.Count < AtOnce)
                return owed;
        }
    }

    /// <returns>False when the queue is full.</returns>
    private async Task<bool> TakeAsync(Delivery delivery, List<string> owed, CancellationToken cancellationToken)
    {
        var read = delivery.Message.Length() > LongestMessage
            ? new LegacyMessage.Unreadable("It is too long.")
            : MessageReader.Read((ReadOnlyMemory<byte>)delivery.Message);
        switch (read)
        {
            case LegacyMessage.Request request:
                if (await SubmitAsync(request, delivery, cancellationToken) is not { } task)
                    return false;
                owed.Add(task);
                break;
            case LegacyMessage.Wrong wrong:
                await RefuseAsync(wrong.From, wrong.Reason, delivery, cancellationToken);
                break;
            case LegacyMessage.Unreadable unreadable:
                await RejectAsync(unreadable.Reason, delivery.Message, cancellationToken);
                break;
        }

        await lists.DoneAsync(instanceId, delivery.Entry, cancellationToken);
        return true;
    }

    /// <returns>The task that answers the request; null when the queue is full.</returns>
    private async Task<string?> SubmitAsync(LegacyMessage.Request request, Delivery delivery, CancellationToken cancellationToken)
    {
        var (now, name) = (time.GetUtcNow(), NameOf(request));
        var asked = request.Submission with { StartBefore = now + request.Patience };
        if (request.GoesOn)
            asked = asked with { Resume = await open.ConversationAsync(request.From, asked.WorkingDirectory, cancellationToken) };
        var resumed = await resumption.FindAsync(asked, cancellationToken);
        // Without a named conversation, a new one begins if there is none.
        if (resumed.Error is not null && request.GoesOn)
            resumed = new Resumed(asked with { Resume = null });
        var (spec, errors) = rules.Judge(resumed.Spec, "", now);
        List<string> reasons = [.. errors.Select(error => $"{error.Field}: {error.Reason}")];
        if (resumed.Error is not null)
            reasons.Add(resumed.Error);
        if (reasons.Count > 0)
        {
            await RefuseAsync(request.From, string.Join(" ", reasons), delivery, cancellationToken);
            return delivery.Id;
        }

        var owed = new OpenRequest(request.From, delivery.Id, now, name);
        await open.OweAsync(delivery.Id, owed, cancellationToken);
        if (await EarlierAsync(name, delivery.Id, cancellationToken) is { } earlier)
        {
            await open.OweAsync(earlier, owed, cancellationToken);
            await ForgetAsync(delivery.Id, cancellationToken);
            return earlier;
        }

        var submit = new Submit(resumed.AsTask(delivery.Id, spec), $"list:{request.From.Agent}", delivery.Id, null);
        var outcome = (await store.SubmitAsync(new SubmitBatch([submit], Atomic: true, now), cancellationToken))[0];
        if (outcome is SubmitOutcome.Accepted or SubmitOutcome.Repeated)
            return delivery.Id;
        await ForgetAsync(delivery.Id, cancellationToken);
        if (outcome is SubmitOutcome.Full { IsCallersOwn: false })
            return null;
        // A limit of its own must not make other clients wait.
        var reason = outcome is SubmitOutcome.Full full ? $"The depth limit {full.Limit} is reached: {full.Depth} of {full.Maximum} tasks."
            : $"It was refused: {outcome}";
        await RefuseAsync(request.From, reason, delivery, cancellationToken);
        return delivery.Id;
    }

    /// <summary>Another unfinished task of the same request; null: there is none, and the request now belongs to this task.</summary>
    private async Task<string?> EarlierAsync(string name, string taskId, CancellationToken cancellationToken)
    {
        for (string? instead = null; ;)
        {
            var current = await open.TaskOfAsync(name, taskId, instead, cancellationToken);
            if (current == taskId)
                return null;
            var record = await store.GetAsync(current, cancellationToken);
            // Without a task it is being submitted by another instance, as long as its request is open.
            if (record is { Task.IsTerminal: false } || (record is null && (await open.OwedAsync([current], cancellationToken)).Count > 0))
                return current;
            instead = current;
        }
    }

    private async Task ForgetAsync(string taskId, CancellationToken cancellationToken)
    {
        foreach (var owed in await open.OwedAsync([taskId], cancellationToken))
            await open.SettleAsync(owed, cancellationToken);
    }

    /// <summary>Identifies a request by id, content and address, because some clients reuse an id for another request.</summary>
    private static string NameOf(LegacyMessage.Request request)
    {
        var content = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request.Submission, CcspJson.Wire.TaskSubmission));
        return $"{request.From.Agent}\n{request.From.RequestId}\n{request.From.ReplyTo}\n{Convert.ToHexStringLower(content)}";
    }

    /// <summary>
    /// Answers without a task. A message that cannot be answered is finished all the same: processed again, it would block later ones for
    /// ever.
    /// </summary>
    private async Task RefuseAsync(ReturnAddress to, string reason, Delivery delivery, CancellationToken cancellationToken)
    {
        if (await lists.AnswerAsync(to, delivery.Id, AnswerWriter.Refusal(to, reason, time.GetUtcNow()),
            cancellationToken) is { } unanswerable)
            await RejectAsync(unanswerable, delivery.Message, cancellationToken);
    }

    private async Task RejectAsync(string reason, RedisValue message, CancellationToken cancellationToken)
    {
        Log.Rejected(log, reason);
        await lists.RejectAsync(new RejectedMessage(reason, time.GetUtcNow(), (string)message!), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A message on ccsp:requests was put aside: {Reason}")]
        public static partial void Rejected(ILogger log, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} requests that {Instance} was taking are taken again")]
        public static partial void TakenOver(ILogger log, int count, string instance);
    }
}
