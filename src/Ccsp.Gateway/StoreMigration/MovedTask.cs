using System.Text.Json.Serialization;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>A task with everything a store keeps of it except its events.</summary>
/// <param name="Row">Its state, without what is specific to one kind of store.</param>
/// <param name="Submission">The complete submission, with replaced metadata.</param>
internal sealed record MovedTask(string Id, RedisTaskRow Row, TaskSubmission Submission)
{
    public ResultRow? Result { get; init; }

    public IReadOnlyList<RunRecord> Runs { get; init; } = [];

    public IReadOnlyList<MovedParent> Parents { get; init; } = [];

    public MovedKey? Key { get; init; }

    [JsonIgnore]
    public AgentTask Task => Row.Read(Id, 0).Task;

    [JsonIgnore]
    public ParentFailure OnParentFailure => Submission.OnParentFailure ?? ParentFailure.Fail;

    public static MovedTask Of(TaskRecord record) =>
        new(record.Task.Id, RedisTaskRow.Of(Plain(record.Task), TaskStorageMetadata.Nothing), record.Spec)
    {
        Result = record is { Result: null, ResultTruncated: false, StructuredResult: null } ? null
            : new ResultRow(record.Result, record.ResultTruncated, record.StructuredResult),
    };

    /// <summary>Absent usage must have one form.</summary>
    private static AgentTask Plain(AgentTask task) => task.Usage == RunUsage.None ? task with { Usage = RunUsage.None } : task;
}
