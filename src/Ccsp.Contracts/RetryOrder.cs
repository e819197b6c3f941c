using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Selects ended tasks to retry; absent members match all.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RetryOrder
{
    /// <summary>Their state: failed (when absent), cancelled or expired.</summary>
    public TaskState? State { get; init; }

    /// <summary>Only tasks that failed for this reason.</summary>
    public FailReason? FailReason { get; init; }

    /// <summary>Only of this agent.</summary>
    public string? Agent { get; init; }

    /// <summary>Only of this group.</summary>
    public string? Group { get; init; }

    /// <summary>Only of this engine.</summary>
    public string? Engine { get; init; }

    /// <summary>Only of this profile.</summary>
    public string? Profile { get; init; }

    /// <summary>Only of this type.</summary>
    public string? Type { get; init; }

    /// <summary>Only of this priority.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Only those accepted at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those accepted before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// Only those that had ended by this time: the <see cref="RetryReceipt.AsOf"/> of a preview, so that exactly the previewed tasks are
    /// retried.
    /// </summary>
    public DateTimeOffset? EndedBy { get; init; }

    /// <summary>Only count them.</summary>
    public bool? DryRun { get; init; }
}
