using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue;

internal sealed record RunRecord
{
    public required string TaskId { get; init; }

    public required int Number { get; init; }

    public required int Generation { get; init; }

    public required string InstanceId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public string? ConversationId { get; init; }

    public int Pid { get; init; }

    public long StartTime { get; init; }

    public string? BootId { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public Ending? Ending { get; init; }

    public RunUsage? Usage { get; init; }
}
