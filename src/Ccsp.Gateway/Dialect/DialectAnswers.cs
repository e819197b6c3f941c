using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;

namespace Ccsp.Gateway.Dialect;

/// <summary>Gives the answers that are owed. Whoever gives one marks it first at the list, so that all instances may try.</summary>
internal sealed partial class DialectAnswers(RequestLists lists, ITaskStore store, TimeProvider time, ILogger<DialectAnswers> log)
{
    /// <summary>A submit is decided long before: what is owed for a task that is not there was never accepted.</summary>
    private static readonly TimeSpan NeverAccepted = TimeSpan.FromMinutes(5);

    /// <summary>Those of some tasks that have ended.</summary>
    public async Task GiveAsync(IReadOnlyList<string> endedTasks, CancellationToken stop)
    {
        foreach (var (taskId, request) in await lists.OwedAsync(endedTasks, stop))
            await GiveAsync(taskId, request, stop);
    }

    /// <summary>All that are due, also those whose events nobody here heard.</summary>
    public async Task GiveAllAsync(CancellationToken stop)
    {
        foreach (var (taskId, request) in await lists.AllOwedAsync(stop))
            await GiveAsync(taskId, request, stop);
    }

    private async Task GiveAsync(string taskId, OpenRequest request, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var record = await store.GetAsync(taskId, stop);
        if (record is { Task.IsTerminal: false } || (record is null && now - request.Since < NeverAccepted))
            return;
        if (record is not null)
            await AnswerAsync(record, request, now, stop);
        await lists.SettleAsync(taskId, stop);
    }

    /// <summary>An answer that its client's lists cannot take is put aside and counts as given: it would fail again, and keep those behind it waiting.</summary>
    private async Task AnswerAsync(TaskRecord record, OpenRequest request, DateTimeOffset now, CancellationToken stop)
    {
        var answer = AnswerWriter.Of(request.From, record, await HoldAsync(record, now, stop), now);
        if (await lists.AnswerAsync(request.From, request.Ticket, answer, stop) is not { } reason)
            return;
        Log.PutAside(log, record.Task.Id, reason);
        // The message itself is gone since it became a task; the answer has its name and the result.
        await lists.RejectAsync(new RejectedMessage(reason, now, JsonSerializer.Serialize(answer, DialectJson.Default.OldAnswer)), stop);
    }

    private async Task<GateState?> HoldAsync(TaskRecord record, DateTimeOffset now, CancellationToken stop) => record.Task.State == TaskState.Succeeded
        ? null
        : (await store.GatesAsync(stop)).FirstOrDefault(one => one.Name == GateNames.Profile(record.Task.Profile) && one.IsClosedAt(now));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The answer for task {TaskId} was put aside: {Reason}")]
        public static partial void PutAside(ILogger log, string taskId, string reason);
    }
}
