using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Storage.Records.Usage;

/// <summary>
/// Folds the usage of each ended run into buckets, exactly once, however many ledgers do it at the same time: the step that adds
/// reads the cursor, so the cursor is guarded, and whoever comes second finds it moved.
/// </summary>
internal sealed class UsageLedger(ITaskStore queue, IRecordStore records)
{
    private const int AtOnce = 20;

    /// <returns>Whether there may be more.</returns>
    public async Task<bool> FoldAsync(CancellationToken cancellationToken)
    {
        var from = await records.ReadAsync(SeqAsync, cancellationToken);
        var events = await queue.EventsAsync(new EventQuery(null, from, AtOnce), cancellationToken);
        if (events.Count == 0)
            return false;
        List<(CounterKey Counter, long By)> sums = [];
        foreach (var ended in events)
            sums.AddRange(await UsageOfAsync(ended, cancellationToken));
        return await records.WriteAsync(
            async step =>
            {
                // Another ledger has folded them meanwhile.
                if (await SeqAsync(step) != from)
                    return true;
                foreach (var (counter, by) in sums)
                    step.Add(counter, by);
                step.Put(EventCursor.Kind, new EventCursor(UsageRecords.Reader, events[^1].Seq));
                return true;
            },
            cancellationToken);
    }

    private static async ValueTask<long> SeqAsync(IRecordReader reader) =>
        (await reader.FindAsync(EventCursor.Kind, UsageRecords.Reader))?.Seq ?? 0;

    private async Task<IEnumerable<(CounterKey Counter, long By)>> UsageOfAsync(StoredEvent ended, CancellationToken cancellationToken)
    {
        if (ended.TaskId is not { } id || JsonSerializer.Deserialize(ended.Data, FactJson.Default.FactData) is not { Usage: { } usage }
            || await queue.GetAsync(id, cancellationToken) is not { } record)
            return [];
        (string Measure, long By)[] measures = [("input", usage.InputTokens), ("output", usage.OutputTokens), ("runs", 1)];
        return from dimension in UsageRecords.Dimensions
               from bucket in UsageRecords.Buckets.Keys
               from measure in measures
               select (UsageRecords.Counter(measure.Measure, bucket, dimension, ValueOf(record, dimension), ended.At), measure.By);
    }

    private static string ValueOf(TaskRecord record, string dimension) => dimension switch
    {
        "agent" => record.Task.Agent,
        "model" => record.Spec.Model ?? "",
        "profile" => record.Task.Profile,
        "engine" => record.Task.Engine,
        "priority" => EnumNames<Priority>.Of(record.Task.Priority),
        "type" => record.Spec.Type ?? "",
        "group" => record.Task.Group,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "No such dimension."),
    };
}
