using System.Globalization;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A confirmed run is written once, and once more when it ends, beside it: nothing is read to write.</summary>
internal static class RunFields
{
    public const string EndSuffix = " end";

    /// <param name="running">After the confirmation.</param>
    public static void Begin(GuardedBatch batch, QueueKeys keys, AgentTask running, RunStarted started)
    {
        var record = new RunRecord
        {
            TaskId = running.Id,
            Number = running.LastRun,
            Generation = running.Generation,
            InstanceId = running.Lease!.InstanceId,
            StartedAt = started.Now,
            ConversationId = running.ConversationId,
            Pid = started.Pid,
            StartTime = started.StartTime,
            BootId = started.BootId,
        };
        batch.Put(keys.Runs(running.Id), Number(running.LastRun), JsonSerializer.SerializeToUtf8Bytes(record, RedisJson.Default.RunRecord));
    }

    /// <summary>One that has come from another store, with its end if it has one.</summary>
    public static void Restore(GuardedBatch batch, QueueKeys keys, RunRecord run)
    {
        var began = run with { EndedAt = null, Ending = null, Usage = null };
        batch.Put(keys.Runs(run.TaskId), Number(run.Number), JsonSerializer.SerializeToUtf8Bytes(began, RedisJson.Default.RunRecord));
        if (run.EndedAt is { } at)
            Put(batch, keys, run.TaskId, run.Number, new RedisRunEnd(at, run.Ending, run.Usage ?? RunUsage.None, run.ConversationId));
    }

    /// <summary>Nothing happens for a run that was never confirmed.</summary>
    /// <param name="leased">As it was before the end.</param>
    public static void End(GuardedBatch batch, QueueKeys keys, AgentTask leased, DateTimeOffset at, Ending? ending, RunUsage usage,
        string? conversationId)
    {
        if (leased.LastRun != leased.Lease!.Run)
            return;
        Put(batch, keys, leased.Id, leased.LastRun, new RedisRunEnd(at, ending, usage, conversationId));
    }

    private static void Put(GuardedBatch batch, QueueKeys keys, string taskId, int run, RedisRunEnd end) =>
        batch.Put(keys.Runs(taskId), Number(run) + EndSuffix, JsonSerializer.SerializeToUtf8Bytes(end, RedisJson.Default.RedisRunEnd));

    private static string Number(int run) => run.ToString(CultureInfo.InvariantCulture);
}
