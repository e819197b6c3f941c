using System.Text.Json;
using System.Text.Json.Serialization;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// A task's document, compact because a million of them fill the server's memory: short names, numbers for times and enums, defaults
/// omitted.
/// </summary>
internal sealed record RedisTaskRow
{
    [JsonPropertyName("s")] public TaskState State { get; init; }
    [JsonPropertyName("v")] public int Generation { get; init; }
    [JsonPropertyName("p")] public Priority Priority { get; init; }
    [JsonPropertyName("c")] public Priority PriorityClass { get; init; }
    [JsonPropertyName("g")] public string Group { get; init; } = "";
    [JsonPropertyName("a")] public string Agent { get; init; } = "";
    [JsonPropertyName("e")] public string Engine { get; init; } = "";
    [JsonPropertyName("pr")] public string Profile { get; init; } = "";
    [JsonPropertyName("m")] public string? Model { get; init; }
    [JsonPropertyName("t")] public string? Type { get; init; }
    [JsonPropertyName("d")] public string? Directory { get; init; }
    [JsonPropertyName("cg")] public string? Conversation { get; init; }
    [JsonPropertyName("ca")] public long CreatedAt { get; init; }
    [JsonPropertyName("ra")] public long? ReadyAt { get; init; }
    [JsonPropertyName("ru")] public long? RunAt { get; init; }
    [JsonPropertyName("sb")] public long? StartBefore { get; init; }
    [JsonPropertyName("pa")] public long? PromoteAt { get; init; }
    [JsonPropertyName("sa")] public long? StartedAt { get; init; }
    [JsonPropertyName("fa")] public long? FinishedAt { get; init; }
    [JsonPropertyName("w")] public WaitReason? WaitReason { get; init; }
    [JsonPropertyName("f")] public FailReason? FailReason { get; init; }
    [JsonPropertyName("r")] public int Runs { get; init; }
    [JsonPropertyName("l")] public int LastRun { get; init; }
    [JsonPropertyName("rc")] public RetryCounters? Retries { get; init; }
    [JsonPropertyName("rl")] public int? RetryLimit { get; init; }
    [JsonPropertyName("op")] public int OpenParents { get; init; }
    [JsonPropertyName("cv")] public string? ConversationId { get; init; }
    [JsonPropertyName("le")] public LeaseRow? Lease { get; init; }
    [JsonPropertyName("st")] public StopRow? Stop { get; init; }
    [JsonPropertyName("en")] public Ending? Ending { get; init; }
    [JsonPropertyName("us")] public RunUsage? Usage { get; init; }
    [JsonPropertyName("ev")] public int EventCount { get; init; }
    [JsonPropertyName("bp")] public IReadOnlyList<string>? Parents { get; init; }
    [JsonPropertyName("bl")] public bool? HasPayload { get; init; }
    [JsonPropertyName("bk")] public string? Key { get; init; }
    [JsonPropertyName("br")] public string? Result { get; init; }
    [JsonPropertyName("bm")] public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    public static RedisTaskRow Of(AgentTask task, TaskStorageMetadata metadata) => new()
    {
        State = task.State,
        Generation = task.Generation,
        Priority = task.Priority,
        PriorityClass = task.PriorityClass,
        Group = task.Group,
        Agent = task.Agent,
        Engine = task.Engine,
        Profile = task.Profile,
        Model = task.Model,
        Type = task.Type,
        Directory = task.ExclusiveDirectory,
        Conversation = task.Conversation,
        CreatedAt = Milliseconds.Of(task.CreatedAt),
        ReadyAt = Milliseconds.Of(task.ReadyAt),
        RunAt = Milliseconds.Of(task.RunAt),
        StartBefore = Milliseconds.Of(task.StartBefore),
        PromoteAt = Milliseconds.Of(task.PromoteAt),
        StartedAt = Milliseconds.Of(task.StartedAt),
        FinishedAt = Milliseconds.Of(task.FinishedAt),
        WaitReason = task.WaitReason,
        FailReason = task.FailReason,
        Runs = task.Runs,
        LastRun = task.LastRun,
        Retries = task.Retries == default ? null : task.Retries,
        RetryLimit = task.RetryLimit,
        OpenParents = task.OpenParents,
        ConversationId = task.ConversationId,
        Lease = task.Lease is { } lease
            ? new LeaseRow(lease.InstanceId, lease.Token.ToString(), lease.Run, Milliseconds.Of(lease.ClaimedAt), lease.ChargedSeconds)
            : null,
        Stop = task.Stop is { } stop ? new StopRow(stop.Reason, stop.Actor, Milliseconds.Of(stop.At)) : null,
        Ending = task.Ending,
        Usage = ReferenceEquals(task.Usage, RunUsage.None) ? null : task.Usage,
        EventCount = task.EventCount,
        Parents = metadata.Parents.Count == 0 ? null : metadata.Parents,
        HasPayload = metadata.HasPayload ? true : null,
        Key = metadata.Key,
        Result = metadata.Result,
        Metadata = metadata.Metadata,
    };

    public StoredTask Read(string id, long version) => new(TaskOf(id), MetadataOf(), version);

    private AgentTask TaskOf(string id) => new()
    {
        Id = id,
        State = State,
        Generation = Generation,
        Priority = Priority,
        PriorityClass = PriorityClass,
        Group = Group,
        Agent = Agent,
        Engine = Engine,
        Profile = Profile,
        Model = Model,
        Type = Type,
        ExclusiveDirectory = Directory,
        Conversation = Conversation,
        CreatedAt = Milliseconds.Time(CreatedAt),
        ReadyAt = Milliseconds.Time(ReadyAt),
        RunAt = Milliseconds.Time(RunAt),
        StartBefore = Milliseconds.Time(StartBefore),
        PromoteAt = Milliseconds.Time(PromoteAt),
        StartedAt = Milliseconds.Time(StartedAt),
        FinishedAt = Milliseconds.Time(FinishedAt),
        WaitReason = WaitReason,
        FailReason = FailReason,
        Runs = Runs,
        LastRun = LastRun,
        Retries = Retries ?? default,
        RetryLimit = RetryLimit,
        OpenParents = OpenParents,
        ConversationId = ConversationId,
        Lease = Lease is { } lease
            ? new Lease(lease.Instance, LeaseToken.Parse(lease.Token), lease.Run, Milliseconds.Time(lease.ClaimedAt), lease.Charged) : null,
        Stop = Stop is { } stop ? new StopRequest(stop.Reason, stop.Actor, Milliseconds.Time(stop.At)) : null,
        Ending = Ending,
        Usage = Usage ?? RunUsage.None,
        EventCount = EventCount,
    };

    private TaskStorageMetadata MetadataOf() => Parents is null && HasPayload is null && Key is null && Result is null && Metadata is null
        ? TaskStorageMetadata.Nothing
        : new TaskStorageMetadata { Parents = Parents ?? [], HasPayload = HasPayload == true, Key = Key, Result = Result,
        Metadata = Metadata };
}
