using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>
/// Sends pending answers. A mark at the list prevents duplicates, so any instance may send. A task that waits for a limit or a login is
/// cancelled and its client answered at once, as in the first CCSP: the client asks again, or gives up long before a person has signed in.
/// </summary>
internal sealed partial class LegacyAnswerDuty(
    RequestLists lists, OpenRequests open, ITaskStore store, IReadOnlyDictionary<string, Profile> profiles, QueueOptions options,
    TimeProvider time, ILogger<LegacyAnswerDuty> log)
{
    /// <summary>Tasks processed in parallel.</summary>
    private const int AtOnce = 50;

    /// <summary>Submissions are decided much earlier: a task still missing after this time was never accepted.</summary>
    private static readonly TimeSpan NeverAccepted = TimeSpan.FromMinutes(5);

    /// <summary>Sends the due answers of some tasks.</summary>
    public async Task GiveAsync(IReadOnlyCollection<string> tasks, CancellationToken cancellationToken) =>
        await GiveAsync(await open.OwedAsync(tasks, cancellationToken), cancellationToken);

    /// <summary>Sends all due answers, including those whose events this instance missed.</summary>
    public async Task GiveAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var owed in open.OwedPagesAsync(cancellationToken))
            await GiveAsync(owed, cancellationToken);
    }

    private async Task GiveAsync(IReadOnlyList<OwedAnswer> owed, CancellationToken cancellationToken)
    {
        if (owed.Count == 0)
            return;
        var gates = await store.GatesAsync(cancellationToken);
        foreach (var chunk in owed.Chunk(AtOnce))
            await Task.WhenAll(chunk.Select(answer => GiveAsync(answer, gates, cancellationToken)));
    }

    private async Task GiveAsync(OwedAnswer owed, IReadOnlyList<GateState> gates, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var record = await store.GetAsync(owed.TaskId, cancellationToken);
        if (record is { Task.IsTerminal: false } && await WithdrawnAsync(record, owed.Request.From, gates, now, cancellationToken))
            record = await store.GetAsync(owed.TaskId, cancellationToken);
        if (record is { Task.IsTerminal: false } || (record is null && now - owed.Request.Since < NeverAccepted))
            return;
        if (record is not null)
            await AnswerAsync(record, owed.Request, await WaitedAsync(record, owed.Request.From, gates, now, cancellationToken), now,
                cancellationToken);
        await open.SettleAsync(owed, cancellationToken);
    }

    /// <summary>Cancels a task that waits for a limit or a login, unless another profile is about to take it over.</summary>
    private async Task<bool> WithdrawnAsync(TaskRecord record, ReturnAddress from, IReadOnlyList<GateState> gates, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (record.Task.State is not (TaskState.Ready or TaskState.Scheduled)
            || ProfileTrouble.Of(record.Task, gates, now) is not { } trouble
            || new Failover(profiles, gates, now, options.Gates).WillMove(record))
            return false;
        var withdraw = new TaskChange.Withdraw(record.Task.Id, trouble.Message ?? "Its profile is held.", ActorFor(from), now);
        return await store.ChangeAsync(withdraw, cancellationToken) is ChangeOutcome.Applied;
    }

    /// <summary>Why a task waited that was cancelled, or expired before it could start.</summary>
    private async Task<ProfileTrouble?> WaitedAsync(TaskRecord record, ReturnAddress from, IReadOnlyList<GateState> gates,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var task = record.Task;
        if (task.State == TaskState.Expired)
            return ProfileTrouble.Of(task, gates, now);
        if (task.State != TaskState.Cancelled)
            return null;
        var ended = await store.EventsAsync(new EventQuery(task.Id, task.EventCount - 1, 1), cancellationToken);
        return ended.Count > 0 && JsonSerializer.Deserialize(ended[0].Data, FactJson.Default.FactData)?.Actor == ActorFor(from)
            ? ProfileTrouble.Of(task, gates, now) ?? ProfileTrouble.Of(task.Ending, now)
            : null;
    }

    /// <summary>
    /// An answer that the client's lists cannot take is moved to the rejected messages and counts as sent: it would fail again and block
    /// later ones.
    /// </summary>
    private async Task AnswerAsync(TaskRecord record, OpenRequest request, ProfileTrouble? waited, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (record.Task.ConversationId is not null)
            await open.KeepConversationAsync(request.From, record.Spec.WorkingDirectory, record.Task.Id, cancellationToken);
        var answer = AnswerWriter.Of(request.From, record, waited, now);
        if (await lists.AnswerAsync(request.From, request.Ticket, answer, cancellationToken) is not { } reason)
            return;
        Log.PutAside(log, record.Task.Id, reason);
        // The original message was deleted when it became a task; the answer contains its id and result.
        await lists.RejectAsync(new RejectedMessage(reason, now, JsonSerializer.Serialize(answer, LegacyJson.Default.LegacyAnswer)),
            cancellationToken);
    }

    private static string ActorFor(ReturnAddress from) => $"list:{from.Agent}";

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The answer for task {TaskId} was put aside: {Reason}")]
        public static partial void PutAside(ILogger log, string taskId, string reason);
    }
}
