using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The state of a task; a task is always in exactly one.</summary>
[JsonConverter(typeof(EnumNameConverter<TaskState>))]
public enum TaskState
{
    /// <summary>Accepted, waits for a person.</summary>
    Held,

    /// <summary>Waits for other tasks, never for capacity.</summary>
    Blocked,

    /// <summary>Waits for a time; see <see cref="WaitReason"/>.</summary>
    Scheduled,

    /// <summary>May start as soon as its gates admit it.</summary>
    Ready,

    /// <summary>Leased; its process is not confirmed yet.</summary>
    Starting,

    /// <summary>Leased; its process is confirmed.</summary>
    Running,

    /// <summary>Leased; a stop was requested.</summary>
    Stopping,

    /// <summary>Ended with a result.</summary>
    Succeeded,

    /// <summary>Ended without a result; see <see cref="FailReason"/>. This is the dead-letter list.</summary>
    Failed,

    /// <summary>Stopped by somebody.</summary>
    Cancelled,

    /// <summary>Its latest start time passed before it started.</summary>
    Expired,
}
