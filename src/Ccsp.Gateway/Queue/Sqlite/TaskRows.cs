using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Maps <see cref="AgentTask"/> to a row of <c>task</c> or <c>history</c>, which have the same columns.</summary>
internal static class TaskRows
{
    /// <summary>In the order of <see cref="Bind"/> (parameters) and <see cref="Read"/> (columns).</summary>
    public const string Columns =
        "id, state, lane, generation, priority, class, grp, agent, engine, profile, type, directory, created_at, ready_at, run_at, " +
        "start_before, promote_at, started_at, finished_at, wait_reason, fail_reason, runs, last_run, retries, retry_limit, " +
        "open_parents, conversation_id, instance, token, lease_run, claimed_at, charged, stop_reason, stop_actor, stop_at, ending, " +
        "usage, event_count, model, conversation";

    /// <summary>A joined table's columns follow.</summary>
    public const int Count = 40;

    public static readonly string Parameters = string.Join(", ", Enumerable.Range(1, Count).Select(n => $"?{n}"));

    public static readonly string Assignments = string.Join(", ", Columns.Split(", ").Select((name, n) => $"{name} = ?{n + 1}").Skip(1));

    public static SqliteStatement Bind(SqliteStatement row, AgentTask task, long? lane)
    {
        // Most columns of most rows are null.
        row.Clear();
        row.Bind(1, task.Id).Bind(2, (long)task.State).Bind(4, task.Generation).Bind(5, (long)task.Priority)
            .Bind(6, (long)task.PriorityClass)
            .Bind(7, task.Group).Bind(8, task.Agent).Bind(9, task.Engine).Bind(10, task.Profile)
            .Bind(13, Milliseconds.Of(task.CreatedAt)).Bind(22, task.Runs).Bind(23, task.LastRun).Bind(26, task.OpenParents)
            .Bind(38, task.EventCount);
        BindIfSet(row, 3, lane);
        BindIfSet(row, 11, task.Type);
        BindIfSet(row, 12, task.ExclusiveDirectory);
        BindIfSet(row, 14, Milliseconds.Of(task.ReadyAt));
        BindIfSet(row, 15, Milliseconds.Of(task.RunAt));
        BindIfSet(row, 16, Milliseconds.Of(task.StartBefore));
        BindIfSet(row, 17, Milliseconds.Of(task.PromoteAt));
        BindIfSet(row, 18, Milliseconds.Of(task.StartedAt));
        BindIfSet(row, 19, Milliseconds.Of(task.FinishedAt));
        BindIfSet(row, 20, (long?)task.WaitReason);
        BindIfSet(row, 21, (long?)task.FailReason);
        BindIfSet(row, 25, task.RetryLimit);
        BindIfSet(row, 27, task.ConversationId);
        BindIfSet(row, 39, task.Model);
        BindIfSet(row, 40, task.Conversation);
        if (task.Lease is { } lease)
            BindLease(row, 28, lease);
        if (task.Stop is not null)
            BindStop(row, 33, task.Stop);
        BindJson(row, task);
        return row;
    }

    /// <summary>Five parameters from <paramref name="first"/>.</summary>
    public static void BindLease(SqliteStatement row, int first, Lease lease) =>
        row.Bind(first, lease.InstanceId).Bind(first + 1, lease.Token.ToString()).Bind(first + 2, lease.Run)
            .Bind(first + 3, Milliseconds.Of(lease.ClaimedAt)).Bind(first + 4, lease.ChargedSeconds);

    /// <summary>Three parameters from <paramref name="first"/>.</summary>
    public static void BindStop(SqliteStatement row, int first, StopRequest? stop)
    {
        row.Bind(first, (long?)stop?.Reason).Bind(first + 1, stop?.Actor).Bind(first + 2, Milliseconds.Of(stop?.At));
    }

    public static void BindEnding(SqliteStatement row, int index, Ending? ending)
    {
        if (ending is null)
            row.BindNull(index);
        else
            row.BindText(index, JsonSerializer.SerializeToUtf8Bytes(ending, StoreJson.Default.Ending));
    }

    public static void BindUsage(SqliteStatement row, int index, RunUsage? usage)
    {
        if (usage is null || ReferenceEquals(usage, RunUsage.None))
            row.BindNull(index);
        else
            row.BindText(index, JsonSerializer.SerializeToUtf8Bytes(usage, StoreJson.Default.RunUsage));
    }

    public static Ending? ReadEnding(SqliteStatement row, int column) =>
        row.IsNull(column) ? null : JsonSerializer.Deserialize(row.Bytes(column), StoreJson.Default.Ending);

    public static RunUsage? ReadUsage(SqliteStatement row, int column) =>
        row.IsNull(column) ? null : JsonSerializer.Deserialize(row.Bytes(column), StoreJson.Default.RunUsage);

    /// <exception cref="InvalidDataException">The row is invalid.</exception>
    public static AgentTask Read(SqliteStatement row)
    {
        try
        {
            return ReadMembers(row) with
            {
                Retries = row.IsNull(23) ? default : JsonSerializer.Deserialize(row.Bytes(23), StoreJson.Default.RetryCounters),
                Lease = ReadLease(row),
                Stop = row.IsNull(32) ? null : new StopRequest((StopReason)row.Int(32), row.Text(33), Milliseconds.Time(row.Long(34))),
                Ending = ReadEnding(row, 35),
                Usage = ReadUsage(row, 36) ?? RunUsage.None,
            };
        }
        catch (Exception ex) when (ex is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The row of task {row.Text(0)} cannot be read: {ex.Message}", ex);
        }
    }

    private static AgentTask ReadMembers(SqliteStatement row) => new()
    {
        Id = row.Text(0),
        State = (TaskState)row.Int(1),
        Generation = row.Int(3),
        Priority = (Priority)row.Int(4),
        PriorityClass = (Priority)row.Int(5),
        Group = row.Text(6),
        Agent = row.Text(7),
        Engine = row.Text(8),
        Profile = row.Text(9),
        Type = row.TextOrNull(10),
        ExclusiveDirectory = row.TextOrNull(11),
        CreatedAt = Milliseconds.Time(row.Long(12)),
        ReadyAt = Milliseconds.Time(row.LongOrNull(13)),
        RunAt = Milliseconds.Time(row.LongOrNull(14)),
        StartBefore = Milliseconds.Time(row.LongOrNull(15)),
        PromoteAt = Milliseconds.Time(row.LongOrNull(16)),
        StartedAt = Milliseconds.Time(row.LongOrNull(17)),
        FinishedAt = Milliseconds.Time(row.LongOrNull(18)),
        WaitReason = (WaitReason?)row.LongOrNull(19),
        FailReason = (FailReason?)row.LongOrNull(20),
        Runs = row.Int(21),
        LastRun = row.Int(22),
        RetryLimit = (int?)row.LongOrNull(24),
        OpenParents = row.Int(25),
        ConversationId = row.TextOrNull(26),
        EventCount = row.Int(37),
        Model = row.TextOrNull(38),
        Conversation = row.TextOrNull(39),
    };

    private static void BindIfSet(SqliteStatement row, int index, long? value)
    {
        if (value is { } number)
            row.Bind(index, number);
    }

    private static void BindIfSet(SqliteStatement row, int index, string? value)
    {
        if (value is not null)
            row.Bind(index, value);
    }

    private static void BindJson(SqliteStatement row, AgentTask task)
    {
        if (task.Retries != default)
            row.BindText(24, JsonSerializer.SerializeToUtf8Bytes(task.Retries, StoreJson.Default.RetryCounters));
        if (task.Ending is not null)
            BindEnding(row, 36, task.Ending);
        if (task.Usage != RunUsage.None)
            BindUsage(row, 37, task.Usage);
    }

    private static Lease? ReadLease(SqliteStatement row) => row.IsNull(27)
        ? null
        : new Lease(row.Text(27), LeaseToken.Parse(row.Text(28)), row.Int(29), Milliseconds.Time(row.Long(30)), row.Double(31));
}
