using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>Tasks with submission, result and runs.</summary>
internal sealed partial class RedisTaskReads(RedisLink link, QueueKeys keys, ILogger logger)
{
    /// <summary>Stands in for a lost submission, so that the rest of its page can be shown.</summary>
    public static TaskSubmission Lost { get; } = new();

    /// <summary>In the requested order; null where missing.</summary>
    public async Task<IReadOnlyList<StoredTask?>> RowsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];
        var rows = await link.ReadAsync(db => db.HashGetAsync(keys.Tasks, [.. ids.Select(id => (RedisValue)id)]), cancellationToken);
        return [.. rows.Select((row, n) => row.IsNull ? null : Row(ids[n], (byte[])row!))];
    }

    /// <summary>Skips missing and unreadable tasks.</summary>
    public async Task<IReadOnlyList<StoredTask>> ReadableAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];
        var rows = await link.ReadAsync(db => db.HashGetAsync(keys.Tasks, [.. ids.Select(id => (RedisValue)id)]), cancellationToken);
        return [.. rows.Select((row, n) => row.IsNull ? null : TryRow(ids[n], (byte[])row!)).OfType<StoredTask>()];
    }

    public async Task<StoredTask?> RowAsync(string id, CancellationToken cancellationToken) =>
        (await RowsAsync([id], cancellationToken))[0];

    public async Task<TaskRecord?> RecordAsync(string id, CancellationToken cancellationToken) =>
        await RowAsync(id, cancellationToken) is { } row ? (await RecordsAsync([row], whole: true, cancellationToken))[0] : null;

    /// <param name="whole">Include members too large for a list.</param>
    public async Task<IReadOnlyList<TaskRecord>> RecordsAsync(IReadOnlyList<StoredTask> rows, bool whole,
        CancellationToken cancellationToken)
    {
        var specs = await SubmissionsAsync(rows, whole, cancellationToken);
        var results = await ResultsAsync(rows, cancellationToken);
        return [.. rows.Select((row, n) => new TaskRecord(row.Task, specs[n] ?? Lost)
        {
            Result = results[n]?.Text,
            ResultTruncated = results[n]?.Truncated ?? false,
            StructuredResult = results[n]?.Structured,
        })];
    }

    /// <summary>Submissions in the order of the rows; null where missing or unreadable.</summary>
    /// <param name="whole">Include members too large for a list.</param>
    public async Task<IReadOnlyList<TaskSubmission?>> SubmissionsAsync(IReadOnlyList<StoredTask> rows, bool whole,
        CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var (slim, payloads) = await link.ReadAsync(
            async db =>
            {
                var slim = rows.Select(row => db.HashGetAsync(keys.Submission(row.Task.Id), row.Task.Id)).ToList();
                var payloads = rows.Select(
                    row => whole && row.Metadata.HasPayload ? db.HashGetAsync(keys.Payload(row.Task.Id), row.Task.Id)
                        : Task.FromResult(RedisValue.Null)).ToList();
                return (await Task.WhenAll(slim), await Task.WhenAll(payloads));
            },
            cancellationToken);
        // Without its payload the submission would be another task.
        return [.. rows.Select((row, n) => TrySubmission(row, whole && row.Metadata.HasPayload ? payloads[n] : slim[n]))];
    }

    public async Task<IReadOnlyList<RunRecord>> RunsAsync(string id, CancellationToken cancellationToken)
    {
        var fields = await link.ReadAsync(db => db.HashGetAllAsync(keys.Runs(id)), cancellationToken);
        var ends = fields.Where(field => EndOf(field.Name!) is not null)
            .ToDictionary(field => EndOf(field.Name!)!.Value,
            field => JsonSerializer.Deserialize((byte[])field.Value!, RedisJson.Default.RedisRunEnd)!);
        return [.. fields.Where(field => EndOf(field.Name!) is null)
            .Select(field => JsonSerializer.Deserialize((byte[])field.Value!, RedisJson.Default.RunRecord)!)
            .OrderBy(run => run.Number)
            .Select(run => ends.TryGetValue(run.Number, out var end) ? Ended(run, end) : run)];
    }

    private async Task<ResultRow?[]> ResultsAsync(IReadOnlyList<StoredTask> rows, CancellationToken cancellationToken)
    {
        var found = await link.ReadAsync(
            db => Task.WhenAll(rows.Select(
                row => row.Metadata.Result is { } name ? db.HashGetAsync(keys.Results(row.Task.Id), name)
                    : Task.FromResult(RedisValue.Null))), cancellationToken);
        return [.. found.Select(value => value.IsNull ? null : JsonSerializer.Deserialize((byte[])value!, RedisJson.Default.ResultRow))];
    }

    private StoredTask? TryRow(string id, byte[] document)
    {
        try
        {
            return Row(id, document);
        }
        catch (InvalidDataException ex)
        {
            Log.Unreadable(logger, id, ex);
            return null;
        }
    }

    private static StoredTask Row(string id, byte[] document)
    {
        try
        {
            var (version, row) = VersionedDocument.Read(document, RedisJson.Default.RedisTaskRow);
            return row.Read(id, version);
        }
        catch (Exception ex) when (ex is InvalidDataException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The row of task {id} cannot be read: {ex.Message}", ex);
        }
    }

    private TaskSubmission? TrySubmission(StoredTask row, RedisValue json)
    {
        if (json.IsNull)
        {
            Log.NotSubmitted(logger, row.Task.Id, null);
            return null;
        }

        try
        {
            var spec = SubmissionText.Read((byte[])json!);
            return row.Metadata.Metadata is { } replaced ? spec with { Metadata = replaced } : spec;
        }
        catch (JsonException ex)
        {
            Log.NotSubmitted(logger, row.Task.Id, ex);
            return null;
        }
    }

    private static RunRecord Ended(RunRecord run, RedisRunEnd end) =>
        run with { EndedAt = end.At, Ending = end.Ending, Usage = end.Usage, ConversationId = end.ConversationId ?? run.ConversationId };

    /// <summary>The run number if the field holds a run's end; null if it holds the run itself.</summary>
    private static int? EndOf(string field) => field.EndsWith(RunFields.EndSuffix, StringComparison.Ordinal)
        ? int.Parse(field.AsSpan(0, field.Length - RunFields.EndSuffix.Length), System.Globalization.CultureInfo.InvariantCulture)
        : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Task {Id} cannot be read and is left alone.")]
        public static partial void Unreadable(ILogger logger, string id, Exception error);

        [LoggerMessage(Level = LogLevel.Error, Message = "What was submitted as task {Id} is gone or cannot be read.")]
        public static partial void NotSubmitted(ILogger logger, string id, Exception? damage);
    }
}
